//! How the root is written when the user gives relative paths. One test: it changes the current folder.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::PathBuf;

use flawline_review::{DiscoverOptions, Project};

#[test]
fn the_root_is_written_in_the_words_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("work/project/src/app");
    fs::create_dir_all(&inner).unwrap();
    fs::write(folder.path().join("work/project/setup.py"), "").unwrap();
    fs::write(inner.join("a.py"), "").unwrap();
    let shown = |path: &str, root: Option<&str>| {
        let options = DiscoverOptions { root: root.map(PathBuf::from), ..DiscoverOptions::default() };
        let paths: Vec<PathBuf> = Some(path).filter(|path| !path.is_empty()).map(PathBuf::from).into_iter().collect();
        Project::discover(&paths, &options).unwrap().root_shown
    };
    std::env::set_current_dir(folder.path().join("work")).unwrap();
    assert_eq!(shown("project", None), "project");
    assert_eq!(shown("project/src/app/a.py", None), "project");
    assert_eq!(shown("./project/src", None), "project");
    assert_eq!(shown("../work/project/src", None), "../work/project");
    assert_eq!(shown("project/src", Some("./project/src/..")), "project/src/..");
    assert_eq!(shown("project/src", Some(".")), ".");
    std::env::set_current_dir(folder.path().join("work/project")).unwrap();
    assert_eq!(shown("", None), ".");
    assert_eq!(shown("src/app/a.py", None), ".");
    assert_eq!(shown("./src", None), ".");
    std::env::set_current_dir(&inner).unwrap();
    assert_eq!(shown("a.py", None), "../..");
    assert_eq!(shown(".", None), "../..");
    assert_eq!(shown("..", None), "../..");
    let absolute = inner.to_str().unwrap().to_owned();
    assert_eq!(shown(&absolute, None), absolute.trim_end_matches("/src/app"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&inner, folder.path().join("link")).unwrap();
        std::env::set_current_dir(folder.path()).unwrap();
        // Above the link stands another folder than above what it leads to.
        assert_eq!(shown("link", None), "project");
    }
    std::env::set_current_dir("/").unwrap();
}
