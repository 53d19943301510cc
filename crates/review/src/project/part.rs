//! A part of a project: some of its files, one of them perhaps with another text.

use std::collections::BTreeSet;

use ir::SourceFile;

use super::{Project, ProjectFile};

impl Project {
    /// The files of some paths alone, with what the project says of its libraries; all are reviewed. What is data or configuration,
    /// and what the project says of its reviews, is left out.
    #[must_use]
    pub fn part(&self, paths: &BTreeSet<&str>) -> Self {
        let is_part = |file: &&ProjectFile| paths.contains(file.source.path.as_str());
        let files: Vec<ProjectFile> = self
            .files
            .iter()
            .filter(is_part)
            .map(|file| {
                let mut file = file.clone();
                file.reported = true;
                file
            })
            .collect();
        Self {
            root_shown: self.root_shown.clone(),
            paths_shown: self.paths_shown.clone(),
            files_seen: files.len(),
            files,
            versions: self.versions.clone(),
            ..Self::default()
        }
    }

    /// The same with another text for one file; none when there is no such file, or its text was taken out of another.
    pub fn with_text(&self, path: &str, text: String) -> Option<Self> {
        let at = self.files.iter().position(|file| file.source.path == path && file.source.origin.is_none())?;
        let mut changed = self.clone();
        let file = &mut changed.files[at];
        file.bytes = text.len();
        file.source = SourceFile::new(path, text);
        Some(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_holds_some_files_and_may_change_one() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let whole = Project::from_memory(vec![file("a.py", "one = 1\n"), file("b.py", "two = 2\n"), file("c.py", "")]);
        let part = whole.part(&BTreeSet::from(["a.py", "b.py", "d.py"]));
        let texts = |project: &Project| -> Vec<(String, String)> {
            project.files.iter().map(|file| (file.source.path.clone(), file.source.text.clone())).collect()
        };
        assert_eq!(texts(&part), [file("a.py", "one = 1\n"), file("b.py", "two = 2\n")]);
        let changed = part.with_text("b.py", "two = 3\n".to_owned()).unwrap();
        assert_eq!(texts(&changed), [file("a.py", "one = 1\n"), file("b.py", "two = 3\n")]);
        assert!(part.with_text("c.py", String::new()).is_none());
    }
}
