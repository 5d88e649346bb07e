"""What officers write: YAML files, conditions and texts, read into values that know their place and are checked before anyone is asked."""
