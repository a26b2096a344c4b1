#!/usr/bin/env perl
# carry.pl FIELDS: adds the fields of FIELDS, in the source tree in which it is started, to a type of the API, to its
# twin inside the server and to the conversions between the two.
#
# Both twins get a field at their end and of one Go type: the conversions cast pointers from one to the other, so the
# layout must stay the same. Protobuf code is not touched and loses these fields; that is why the server is told to
# store JSON, and the controllers to speak it.
use strict;
use warnings;

# edit FILE PATTERN TEXT: puts TEXT before what PATTERN's second group matches, wherever the whole matches.
sub edit {
  my ($file, $pattern, $text) = @_;
  local $/;
  open my $in, '<', $file or die "$file: $!\n";
  my $code = <$in>;
  $code =~ s/$pattern/$1$text$2/g or die "carry.pl: nothing in $file matches $pattern\n";
  open my $out, '>', $file or die "$file: $!\n";
  print $out $code;
  close $out or die "$file: $!\n";
}

open my $list, '<', $ARGV[0] or die "$ARGV[0]: $!\n";
while (<$list>) {
  next if /^#/;
  my ($group, $version, $type, $name, $go, $json) = split;
  my $struct = qr/(\ntype $type struct \{\n.*?)(\n\}\n)/s;
  edit("staging/src/k8s.io/api/$group/$version/types.go", $struct, qq(\n\t$name $go `json:"$json,omitempty"`));
  edit("pkg/apis/$group/types.go", $struct, "\n\t$name $go");
  my $conversion = qr/(\nfunc autoConvert_\w+_${type}_To_\w+_$type\([^\n]*\n.*?)(\n\treturn nil\n\}\n)/s;
  edit("pkg/apis/$group/$version/zz_generated.conversion.go", $conversion, "\n\tout.$name = in.$name");
}
