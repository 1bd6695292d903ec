"""One module for each thing that a person does: permission, rules, lifecycle, one transaction."""
