"""Citizens who were sent away for papers that lack, before there was a dossier."""
