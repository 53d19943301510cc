//! Objects: what their parts hold, read and written, in this function and in places that several share.

mod attributes;
mod beginnings;
mod made_objects;
pub(in crate::interpret) mod map_entries;
mod reads;
mod sequences;
mod shared;
mod written_maps;
