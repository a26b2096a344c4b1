#!/usr/bin/env perl
# tolerate.pl FIELDS FILE: adds the fields of FIELDS to the generated OpenAPI code in FILE, each without a type, so that
# the check of kubectl and Helm lets them through. The server drops them when it decodes, as an old server does with
# fields that it does not know.
use strict;
use warnings;

my ($fields, $file) = @ARGV;
local $/;
open my $in, '<', $file or die "$file: $!";
my $code = <$in>;
open my $list, '<', $fields or die "$fields: $!";

for my $line (split /\n/, <$list>) {
  next if $line =~ /^#/;
  my ($type, @names) = split ' ', $line;
  my $found = $code =~ s{
    (\nfunc\ schema_(?:k8sio_api|pkg_apis)_\Q$type\E\(.*?\n\t{4}Properties:\ map\[string\]spec\.Schema\{\n)
    (.*?\n\}\n)
  }{
    my ($head, $rest) = ($1, $2);
    $head . join('', map { qq(\t\t\t\t\t"$_": {},\n) } grep { $rest !~ /^\t{5}"$_":/m } @names) . $rest
  }xse;
  die "tolerate.pl: no type $type in $file\n" unless $found;
}

open my $out, '>', $file or die "$file: $!";
print $out $code;
close $out or die "$file: $!";
