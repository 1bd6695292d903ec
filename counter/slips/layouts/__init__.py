"""The layouts of the forms as data, a file for each rule set and one for the forms that no circular numbers."""
