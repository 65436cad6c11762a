"""The web site: a Django project of data apps and front apps."""
