"""What the law allows on a track: pure checks of an act against the respondent's dossier."""
