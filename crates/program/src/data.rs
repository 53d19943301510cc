//! Files of data: which of the program's own files a path means that code reads, and what they hold.
//!
//! A path that is not absolute is looked for beside the file that reads it, and in every folder above that up to the
//! root; when there are several, none is meant. What the program writes itself is no constant.

use std::collections::BTreeMap;

use ir::DataFile;

use crate::{ModuleId, Program};

/// A file of data: its place among those that the program has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataId(pub u32);

/// The files of data, and where each module's file lies.
#[derive(Clone, Debug, Default)]
pub(crate) struct DataFiles {
    files: Vec<DataFile>,
    by_path: BTreeMap<Box<str>, DataId>,
    /// For each module the folder of its file, below the root.
    folders: Vec<Box<str>>,
}

/// How many folders above a file are looked into.
const MOST_FOLDERS: usize = 32;

impl Program<'_> {
    /// Takes the files of data, and for each module the path of its file.
    pub fn take_data<'p>(&mut self, files: Vec<DataFile>, paths: impl Iterator<Item = &'p str>) {
        let by_path = (0..).zip(&files).map(|(at, file)| (file.path.clone(), DataId(at))).collect();
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).into();
        self.data = DataFiles { files, by_path, folders: paths.map(folder).collect() };
    }

    /// Whether there is any file of data.
    pub fn has_data(&self) -> bool {
        !self.data.files.is_empty()
    }

    /// All files of data.
    pub fn data_files(&self) -> impl Iterator<Item = (DataId, &DataFile)> {
        (0..).map(DataId).zip(&self.data.files)
    }

    /// A file of data.
    pub fn data_file(&self, id: DataId) -> &DataFile {
        &self.data.files[id.0 as usize]
    }

    /// The file of data that a path means which a module reads.
    pub fn find_data(&self, from: ModuleId, path: &str) -> Option<DataId> {
        let mut parts: Vec<&str> = Vec::new();
        let mut up = 0;
        for part in path.split('/') {
            match part {
                "" if parts.is_empty() && up == 0 => return None,
                "" | "." => {}
                ".." => match parts.pop() {
                    Some(_) => {}
                    None => up += 1,
                },
                part => parts.push(part),
            }
        }
        let name = parts.join("/");
        let own = self.data.folders.get(from.index())?;
        let mut folders: Vec<&str> = own.split('/').filter(|part| !part.is_empty()).collect();
        let mut found = None;
        for _ in 0..MOST_FOLDERS {
            if let Some(left) = folders.len().checked_sub(up) {
                let folder = folders[..left].join("/");
                let full = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                match (self.data.by_path.get(full.as_str()), found) {
                    (Some(_), Some(_)) => return None,
                    (Some(&id), None) => found = Some(id),
                    (None, _) => {}
                }
            }
            if folders.pop().is_none() {
                break;
            }
        }
        found
    }
}
