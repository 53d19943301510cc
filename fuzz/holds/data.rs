//! Files of data: whatever they hold, reading them gives a tree, the same each time, or it is said why there is none.

use ir::Data;

/// Reads bytes as each of the formats.
pub fn data(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for ending in frontends::data_endings() {
        let path = format!("settings{ending}");
        let file = frontends::data_file(&path, Ok(&text)).expect("a name with such an ending is a file of data");
        assert!(
            Some(&file) == frontends::data_file(&path, Ok(&text)).as_ref(),
            "equal texts are read as different data"
        );
        assert_eq!(&*file.path, path);
        if let Some(why) = &file.unread {
            assert!(file.data == Data::Unknown && !why.is_empty(), "{path} is read, and it is not");
        }
    }
}
