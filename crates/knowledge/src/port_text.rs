//! The text form of ports, both ways: `"1:key(0)[]"` ↔ [`Port`].

use std::fmt;
use std::str::FromStr;

use crate::{Port, PortBase, PortStep};

/// A text that is no port, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a port: {1}")]
pub struct BadPort(String, &'static str);

impl Port {
    /// The port that is a base alone.
    pub fn of(base: PortBase) -> Self {
        Self { base, steps: Vec::new() }
    }
}

impl FromStr for Port {
    type Err = BadPort;

    fn from_str(text: &str) -> Result<Self, BadPort> {
        parse(text).map_err(|why| BadPort(text.to_owned(), why))
    }
}

fn parse(text: &str) -> Result<Port, &'static str> {
    let (base, mut rest) = base(text)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = step(rest)?;
        steps.push(step);
        rest = after;
    }
    Ok(Port { base, steps })
}

fn base(text: &str) -> Result<(PortBase, &str), &'static str> {
    if let Some(rest) = text.strip_prefix("**") {
        return Ok((PortBase::SpreadNamed, rest));
    }
    if let Some(rest) = text.strip_prefix('*') {
        return Ok((PortBase::AnyArgument, rest));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let position = text[..digits].parse().map_err(|_| "a position is at most 255")?;
        let rest = &text[digits..];
        if let Some(rest) = rest.strip_prefix("..") {
            return Ok((PortBase::From(position), rest));
        }
        let Some(named) = rest.strip_prefix(':') else {
            return Ok((PortBase::Argument(Some(position), None), rest));
        };
        let (name, rest) = name(named).ok_or("the argument's name is missing after \":\"")?;
        return Ok((PortBase::Argument(Some(position), Some(name.to_owned())), rest));
    }
    let (word, rest) = name(text).ok_or("it begins with value, return, receiver, a position, a name, or *")?;
    if word == "arg"
        && let Some(named) = rest.strip_prefix(':')
    {
        let (word, rest) = name(named).ok_or("the argument's name is missing after \":\"")?;
        return Ok((PortBase::Argument(None, Some(word.to_owned())), rest));
    }
    let base = match word {
        "value" => PortBase::Value,
        "return" => PortBase::Return,
        "receiver" => PortBase::Receiver,
        _ => PortBase::Argument(None, Some(word.to_owned())),
    };
    Ok((base, rest))
}

fn step(text: &str) -> Result<(PortStep, &str), &'static str> {
    if let Some(rest) = text.strip_prefix(".*") {
        return Ok((PortStep::Fields, rest));
    }
    if let Some(rest) = text.strip_prefix('.') {
        let (field, rest) = name(rest).ok_or("a name is missing after \".\"")?;
        return Ok((PortStep::Field(field.to_owned()), rest));
    }
    if let Some(rest) = text.strip_prefix('[') {
        let (key, rest) = rest.split_once(']').ok_or("\"[\" is never closed")?;
        let step = match (key, key.strip_prefix('@')) {
            ("", _) => PortStep::Element,
            ("#", _) => PortStep::Keys,
            ("*", _) => PortStep::Each,
            (_, Some(position)) => {
                PortStep::KeyGiven(position.parse().map_err(|_| "after \"[@\" stands an argument's position")?)
            }
            (key, None) => PortStep::Key(key.to_owned()),
        };
        return Ok((step, rest));
    }
    if let Some(rest) = text.strip_prefix('(') {
        let (inside, rest) = rest.split_once(')').ok_or("\"(\" is never closed")?;
        if inside.is_empty() {
            return Ok((PortStep::Result, rest));
        }
        let position = inside.parse().map_err(|_| "between \"(\" and \")\" stands a position, or nothing")?;
        return Ok((PortStep::Parameter(position), rest));
    }
    Err("a step is .field, .*, [key], [@0], [], [#], [*], (1) or ()")
}

/// A name at the beginning, and what follows it.
fn name(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if !(first.is_alphabetic() || matches!(first, '_' | '$')) {
        return None;
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(text.len());
    Some(text.split_at(end))
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.base {
            PortBase::Value => f.write_str("value")?,
            PortBase::Return => f.write_str("return")?,
            PortBase::Receiver => f.write_str("receiver")?,
            PortBase::Argument(Some(position), None) => write!(f, "{position}")?,
            PortBase::Argument(Some(position), Some(name)) => write!(f, "{position}:{name}")?,
            PortBase::Argument(None, Some(name)) if matches!(&**name, "value" | "return" | "receiver") => {
                write!(f, "arg:{name}")?;
            }
            PortBase::Argument(None, name) => f.write_str(name.as_deref().unwrap_or("*"))?,
            PortBase::AnyArgument => f.write_str("*")?,
            PortBase::From(position) => write!(f, "{position}..")?,
            PortBase::SpreadNamed => f.write_str("**")?,
        }
        for step in &self.steps {
            match step {
                PortStep::Field(name) => write!(f, ".{name}")?,
                PortStep::Fields => f.write_str(".*")?,
                PortStep::Key(key) => write!(f, "[{key}]")?,
                PortStep::Element => f.write_str("[]")?,
                PortStep::Keys => f.write_str("[#]")?,
                PortStep::Each => f.write_str("[*]")?,
                PortStep::KeyGiven(position) => write!(f, "[@{position}]")?,
                PortStep::Parameter(position) => write!(f, "({position})")?,
                PortStep::Result => f.write_str("()")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_manual_survives_reading_and_writing() {
        for text in [
            "value",
            "return",
            "receiver",
            "0",
            "0:sql",
            "sql",
            "arg:value",
            "*",
            "2..",
            "**",
            "**[#]",
            "1(0)",
            "2..[]",
            "0()",
            "receiver.body[name][](1)",
            "1:key(0)[]",
            "return[0]",
            "*.x",
            "opts[x-y z]",
            "receiver[@0]",
        ] {
            assert_eq!(text.parse::<Port>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_parts_are_what_they_look_like() {
        let port: Port = "1:key(0)[]".parse().unwrap();
        assert_eq!(port.base, PortBase::Argument(Some(1), Some("key".to_owned())));
        assert_eq!(port.steps, [PortStep::Parameter(0), PortStep::Element]);
        assert_eq!("arg:sql".parse(), "sql".parse::<Port>());
    }

    #[test]
    fn what_is_no_port_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "it begins with"),
            ("-1", "it begins with"),
            ("256", "at most 255"),
            ("0:", "name is missing"),
            ("arg:", "name is missing"),
            ("0.", "a name is missing"),
            ("0[", "never closed"),
            ("0(a)", "stands a position"),
            ("0(", "never closed"),
            ("0 ", "a step is"),
            ("0...x.", "a name is missing"),
        ] {
            let error = text.parse::<Port>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
