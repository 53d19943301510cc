//! Files of data: whatever they hold, reading them gives a tree within its limits, or says why not.

/// Reads bytes as each of the formats.
pub(crate) fn data(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for ending in frontends::data_endings() {
        let path = format!("settings.{ending}");
        let read = frontends::read_data(&path, &text);
        assert!(read == frontends::read_data(&path, &text), "equal texts are read as different data");
        match read {
            Ok(file) => assert_eq!(&*file.path, path),
            Err(why) => assert!(!why.is_empty(), "it is not said why {path} cannot be read"),
        }
    }
}
