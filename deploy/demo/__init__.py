"""`make demo`: the main job shown by twelve stories on the real stack."""
