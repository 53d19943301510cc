//! Where text that others wrote enters a report: one small type or function a format. Nothing else in this crate may
//! put a review's text into its output.

mod hidden;
mod markdown;
mod plain_json;
mod sarif_text;
mod terminal;
mod uri;

pub(crate) use hidden::visible;
pub use hidden::{is_hidden, opens_command};
pub(crate) use markdown::{Code, Fence, Prose, TableCell};
pub(crate) use plain_json::{OneByOne, to_json, write_json};
pub(crate) use sarif_text::SarifText;
pub(crate) use terminal::Terminal;
pub(crate) use uri::RelativeUri;
