"""What pages about dossiers ask: counts from the database, single files from the lake."""
