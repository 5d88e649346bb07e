"""Files for people who do not write YAML: translators' XLIFF and CSV, officers' spreadsheets; out of the catalogue and back into it."""
