"""Compares a module's description with its Terraform.

usage: compare.py TYPE FOLDER          exits 1 and says what differs
       compare.py --call TYPE FOLDER   writes a Terraform `module` block that calls it, for `terraform validate`

variables.tf must declare exactly the inputs that Terraform takes (`terraform_inputs`; all that are not ignored, when
that is left out) plus the wiring (not what is for releases: other modules' inputs, variables of links), without
defaults, each with a type that fits and a description; outputs.tf exactly
the outputs, `sensitive` where module.yaml says so. Modules named by `uses` are the only ones that may be called.
"""

import re
import sys
from pathlib import Path

import yaml

# What a Terraform type must begin with for an input's type.
TERRAFORM_TYPES = {
    "string": ("string",),
    "integer": ("number",),
    "number": ("number",),
    "boolean": ("bool",),
    "list": ("list(", "set("),
    "map": ("map(", "any"),  # `any` where the values have types of their own
    "object": ("object(",),
    "any": ("any",),
}


def blocks(text, kind):
    """The `kind "name" { ... }` blocks of formatted Terraform text: name to body."""
    pattern = re.compile(rf'^{kind} "([^"]+)" \{{\n(.*?)^\}}', re.MULTILINE | re.DOTALL)
    return dict(pattern.findall(text))


def attribute(body, name):
    """The text of a block's own attribute, or None."""
    match = re.search(rf"^  {name} *= *(.*)$", body, re.MULTILINE)
    return match and match.group(1)


def terraform_text(folder):
    return "\n".join(path.read_text() for path in sorted(folder.glob("*.tf")))


def differences_of_names(what, described, declared):
    for name in sorted(described - declared):
        yield f"{what} {name} is in module.yaml but not in the Terraform"
    for name in sorted(declared - described):
        yield f"{what} {name} is in the Terraform but not in module.yaml"


def taken_inputs(module):
    """The inputs that are handed to Terraform."""
    inputs = {name: field for name, field in module.get("inputs", {}).items() if "ignored" not in field}
    return {name: inputs[name] for name in module.get("terraform_inputs", inputs) if name in inputs}


def input_type(field):
    """The type of an input; one that fits several shapes (`any_of`) has no single one."""
    return field.get("type", "any")


def differences(module, folder):
    inputs = taken_inputs(module)
    for name in module.get("terraform_inputs", []):
        if name not in inputs:
            yield f"terraform_inputs names {name}, which is no input or an ignored one"
    wiring = {name: wire for name, wire in module.get("wiring", {}).items()
              if "input" not in wire and wire.get("links", "statements") == "statements"}
    for name in sorted(inputs.keys() & wiring.keys()):
        yield f"{name} is both an input and wiring"

    variables = blocks((folder / "variables.tf").read_text(), "variable")
    yield from differences_of_names("variable", inputs.keys() | wiring.keys(), variables.keys())
    for name, body in variables.items():
        if attribute(body, "default") is not None:
            yield f"variable {name} has a default: defaults stand in module.yaml"
        if not attribute(body, "description"):
            yield f"variable {name} has no description"
        declared = attribute(body, "type") or ""
        wanted = TERRAFORM_TYPES[input_type(inputs[name])] if name in inputs else None
        if wanted and not declared.startswith(wanted):
            yield f"variable {name} has type {declared or 'missing'}, module.yaml says {input_type(inputs[name])}"

    outputs = blocks((folder / "outputs.tf").read_text(), "output")
    described = module.get("outputs", {})
    yield from differences_of_names("output", described.keys(), outputs.keys())
    for name, body in outputs.items():
        if (attribute(body, "sensitive") == "true") != described.get(name, {}).get("sensitive", False):
            yield f"output {name}: `sensitive` differs"

    text = terraform_text(folder)
    for kind in ("variable", "output"):
        if len(re.findall(rf'^{kind} "', text, re.MULTILINE)) != len(variables if kind == "variable" else outputs):
            yield f"a {kind} is declared outside of {kind}s.tf"
    if re.search(r'^(provider|provisioner) ', text, re.MULTILINE):
        yield "provider blocks belong to the root"
    used = set(re.findall(r'^  source *= "\.\./([^"]+)"', text, re.MULTILINE))
    yield from differences_of_names("module", set(module.get("uses", [])), used)


def sample(field):
    """A value of the field's type, as Terraform text. `validate` looks no further."""
    kind = field.get("type", "string")
    if kind == "object":
        members = [f"{name} = {sample(member)}" for name, member in field.get("fields", {}).items()]
        return "{ " + ", ".join(members) + " }"
    return {"integer": "1", "number": "1", "boolean": "true", "list": "[]", "map": "{}"}.get(kind, '"x"')


def described_type(declared):
    """The input type that a Terraform type stands for."""
    return next(kind for kind, starts in TERRAFORM_TYPES.items() if declared.startswith(starts[0]))


def call(kind, module, folder):
    """A module block that gives every variable a value."""
    inputs = module.get("inputs", {})
    lines = [f'module "{kind}" {{', f'  source = "./modules/{kind}"']
    for name, body in blocks((folder / "variables.tf").read_text(), "variable").items():
        declared = attribute(body, "type") or "string"
        field = inputs.get(name) or {"type": described_type(declared)}
        lines.append(f"  {name} = {sample(field)}")
    return "\n".join(lines + ["}", ""])


def main(arguments):
    calling = arguments[:1] == ["--call"]
    kind, folder = arguments[1:] if calling else arguments
    folder = Path(folder)
    module = yaml.safe_load((folder / "module.yaml").read_text())
    if calling:
        print(call(kind, module, folder))
        return 0
    found = list(differences(module, folder))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
