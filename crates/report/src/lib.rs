//! A review to bytes, one file per format
