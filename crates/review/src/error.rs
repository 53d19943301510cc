//! What can go wrong before a review begins. Each message says what happened, where, and what to do.

use std::io;

/// Why a project could not be discovered.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// A path that was asked for does not exist.
    #[error("there is no file or folder `{path}`; check the spelling, or the folder that you started from")]
    Missing {
        /// The path, as given.
        path: String,
    },
    /// The system refuses to read a path that was asked for.
    #[error("`{path}` cannot be read ({source}); check its permissions, or leave it out")]
    Unreadable {
        /// The path, as given.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A path that was asked for is a device, a pipe or the like.
    #[error("`{path}` is neither a file nor a folder; to review what a program writes, pass it on standard input")]
    NotOrdinary {
        /// The path, as given.
        path: String,
    },
    /// The root is a file.
    #[error("the root `{root}` is not a folder; pass the folder that all paths of the report shall start from")]
    RootNotFolder {
        /// The root, as given.
        root: String,
    },
    /// A revision that was asked for cannot be read.
    #[error("the revision cannot be read: {text}; pass the folder of a clone, and a commit, branch or tag of it")]
    Revision {
        /// Why not.
        text: String,
    },
    /// What the project says or teaches is not sound.
    #[error("{0}")]
    Taught(knowledge::KnowledgeErrors),
    /// A path that was asked for does not lie below the root.
    #[error(
        "`{path}` is not inside the root `{root}` (links are resolved first); pass a root that holds all paths, or none"
    )]
    OutsideRoot {
        /// The path, as given.
        path: String,
        /// The root, as given.
        root: String,
    },
}
