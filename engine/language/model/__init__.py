"""What the files of a catalogue say, once their form was checked: plain values that still know their place."""
