//! Formats whose entries are nested: JSON and TOML, by parsers that bound their depth.

use ir::{Constant, Data};

pub(super) fn json(text: &str) -> Result<Data, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(of_json(value))
}

fn of_json(value: serde_json::Value) -> Data {
    use serde_json::Value;
    match value {
        Value::Null => Data::Constant(Constant::Null),
        Value::Bool(truth) => Data::Constant(Constant::Bool(truth)),
        Value::Number(number) => Data::Constant(match number.as_i64() {
            Some(whole) => Constant::Int(whole),
            None => Constant::Number(number.to_string().into()),
        }),
        Value::String(text) => Data::Constant(Constant::Str(text.into())),
        Value::Array(parts) => Data::List(parts.into_iter().map(of_json).collect()),
        Value::Object(parts) => Data::Map(parts.into_iter().map(|(name, part)| (name.into(), of_json(part))).collect()),
    }
}

pub(super) fn toml(text: &str) -> Result<Data, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    Ok(of_toml(toml::Value::Table(table)))
}

fn of_toml(value: toml::Value) -> Data {
    use toml::Value;
    match value {
        Value::String(text) => Data::Constant(Constant::Str(text.into())),
        Value::Integer(whole) => Data::Constant(Constant::Int(whole)),
        Value::Boolean(truth) => Data::Constant(Constant::Bool(truth)),
        // A reader makes objects of these.
        Value::Float(_) | Value::Datetime(_) => Data::Unknown,
        Value::Array(parts) => Data::List(parts.into_iter().map(of_toml).collect()),
        Value::Table(parts) => Data::Map(parts.into_iter().map(|(name, part)| (name.into(), of_toml(part))).collect()),
    }
}
