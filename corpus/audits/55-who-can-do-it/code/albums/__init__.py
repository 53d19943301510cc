from albums.store import by_title, shrink
