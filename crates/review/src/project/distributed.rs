//! Which folders hold packages that are made for others to install: a file there declares a package's name.

use serde::Deserialize;

use super::modules::{folder_of, name_of};

/// The folders with such a declaration; the root is empty. Takes the path and text of each marker file.
pub(super) fn folders(markers: &[(String, String)]) -> Vec<String> {
    let declares = |(path, text): &&(String, String)| match name_of(path) {
        "pyproject.toml" => declares_in_pyproject(text),
        "setup.cfg" => declares_in_cfg(text),
        "setup.py" => text.contains("setup("),
        _ => false,
    };
    markers.iter().filter(declares).map(|(path, _)| folder_of(path).to_owned()).collect()
}

/// Whether a file lies below one of the folders.
pub(super) fn holds(folders: &[String], path: &str) -> bool {
    folders
        .iter()
        .any(|folder| folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')))
}

fn declares_in_pyproject(text: &str) -> bool {
    #[derive(Deserialize)]
    struct PyProject {
        project: Option<toml::Table>,
        tool: Option<toml::Table>,
    }
    let Ok(file) = toml::from_str::<PyProject>(text) else { return false };
    let poetry = file.tool.as_ref().and_then(|tool| tool.get("poetry")?.get("name"));
    // A trove classifier of that name keeps a package from being published by accident.
    let is_private = file
        .project
        .as_ref()
        .and_then(|project| project.get("classifiers")?.as_array())
        .is_some_and(|all| all.iter().filter_map(|one| one.as_str()).any(|one| one.starts_with("Private ::")));
    !is_private && (file.project.is_some_and(|project| project.contains_key("name")) || poetry.is_some())
}

fn declares_in_cfg(text: &str) -> bool {
    let mut is_metadata = false;
    for line in text.lines() {
        if line.starts_with('[') {
            is_metadata = line.trim() == "[metadata]";
        } else if is_metadata && line.split_once('=').is_some_and(|(key, _)| key.trim() == "name") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_declared(path: &str, text: &str) -> bool {
        !folders(&[(path.to_owned(), text.to_owned())]).is_empty()
    }

    #[test]
    fn a_name_declares_a_package() {
        assert!(is_declared("pyproject.toml", "[project]\nname = 'shop'\n"));
        assert!(is_declared("pyproject.toml", "[tool.poetry]\nname = 'shop'\n"));
        assert!(is_declared("setup.cfg", "[metadata]\nname = shop\n"));
        assert!(is_declared("setup.py", "from setuptools import setup\nsetup(name='shop')\n"));
    }

    #[test]
    fn settings_of_tools_do_not() {
        assert!(!is_declared("pyproject.toml", "[tool.ruff]\nname = 'shop'\n"));
        assert!(!is_declared("pyproject.toml", "[project\n"));
        assert!(!is_declared("setup.cfg", "[flake8]\nname = shop\n"));
        let private = "[project]\nname = 'shop'\nclassifiers = ['Private :: Do Not Upload']\n";
        assert!(!is_declared("pyproject.toml", private));
    }

    #[test]
    fn the_folder_of_the_declaration_holds_the_package() {
        let folders = folders(&[("lib/setup.py".to_owned(), "setup()".to_owned())]);
        assert!(holds(&folders, "lib/shop/web.py"));
        assert!(!holds(&folders, "library/shop/web.py"));
        assert!(holds(&[String::new()], "shop/web.py"));
    }
}
