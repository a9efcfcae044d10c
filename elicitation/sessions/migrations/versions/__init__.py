"""One step a file, the earliest first; a step only adds, so that older programs go on."""
