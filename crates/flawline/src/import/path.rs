//! Access paths: `Member[connect].ReturnValue.Member[query].Argument[0,sql:]`.
//!
//! Takes a type and a path as the extensions write them; gives the calls and attributes that they mean by our dotted names, and
//! the port there. Names of members with commas between them are several ways.

/// More ways are not made of one row.
const MOST_WAYS: usize = 64;
/// A longer path is none, in bytes.
const LONGEST: usize = 1024;

/// A step of a path: its word, and what stands in its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) word: String,
    pub(super) of: Vec<String>,
}

/// Where a path leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// The dotted name of the call or attribute.
    pub(super) api: String,
    /// Whether the last step calls it.
    pub(super) is_called: bool,
    /// What must be known of calls on the way: they give an instance of a type that is named after them.
    pub(super) gives: Vec<(String, String)>,
    /// The steps from the first that is no name any more.
    pub(super) rest: Vec<Step>,
}

/// The steps of a path.
pub(super) fn steps(path: &str) -> Result<Vec<Step>, String> {
    if path.len() > LONGEST {
        return Err(format!("the path is longer than {LONGEST} bytes"));
    }
    let mut steps = Vec::new();
    let mut rest = path.trim();
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let (of, behind) = match behind.strip_prefix('[') {
            Some(inner) => {
                let (inner, behind) =
                    inner.split_once(']').ok_or_else(|| format!("`{path}` has a bracket without an end"))?;
                (inner.split(',').map(|part| part.trim().to_owned()).collect(), behind)
            }
            None => (Vec::new(), behind),
        };
        steps.push(Step { word: word.to_owned(), of });
        rest = match behind.strip_prefix('.') {
            Some(more) if !more.is_empty() => more,
            None if behind.is_empty() => "",
            _ => return Err(format!("`{path}` is not an access path")),
        };
    }
    Ok(steps)
}

/// The dotted name of a type, and whether the class itself is meant: `package.Class!`.
pub(super) fn type_name(written: &str) -> Result<(String, bool), String> {
    let (name, is_class) = written.strip_suffix('!').map_or((written, false), |name| (name, true));
    // Names that no program can write stand for several types together: `package.~Connection`.
    let name = name.strip_suffix("~Subclass").unwrap_or(name).replace('~', "any_");
    let is_name = |part: &str| {
        part.chars().next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    if name.split('.').all(is_name) {
        Ok((name, is_class))
    } else {
        Err(format!("`{written}` is not the name of a type"))
    }
}

/// The ways that a type and a path mean.
pub(super) fn ways(written: &str, path: &str) -> Result<Vec<Way>, String> {
    let (name, _) = type_name(written)?;
    let mut ways = vec![Way { api: name, ..Way::default() }];
    for step in steps(path)? {
        match step.word.as_str() {
            "Member" if ways.iter().all(|way| way.rest.is_empty()) => {
                let mut more = Vec::new();
                for way in &ways {
                    for member in &step.of {
                        let (name, _) = type_name(member)?;
                        let mut way = way.clone();
                        if way.is_called {
                            let given = format!("{}.given", way.api);
                            way.gives.push((way.api.clone(), given.clone()));
                            way.api = given;
                        }
                        way.is_called = false;
                        way.api = format!("{}.{name}", way.api);
                        more.push(way);
                    }
                }
                ways = more;
            }
            "Call" | "ReturnValue" | "Instance" if ways.iter().all(|way| way.rest.is_empty() && !way.is_called) => {
                // What is called and then asked for its arguments is the same call.
                ways.iter_mut().for_each(|way| way.is_called = step.word != "Call");
            }
            // What is awaited is what comes of it, and what holds for a class holds for those below it.
            "Awaited" => {}
            "Subclass" if ways.iter().all(|way| way.rest.is_empty() && !way.is_called) => {}
            _ => ways.iter_mut().for_each(|way| way.rest.push(step.clone())),
        }
        if ways.len() > MOST_WAYS {
            return Err(format!("it means more than {MOST_WAYS} calls"));
        }
    }
    Ok(ways)
}

/// The ports that steps mean from a call on; each step but the first leads into the value.
pub(super) fn ports(steps: &[Step], is_called: bool) -> Result<Vec<String>, String> {
    let (bases, inside) = match steps.first() {
        Some(first) if first.word == "Argument" && !is_called => (arguments(&first.of)?, &steps[1..]),
        Some(first) if first.word == "ReturnValue" && !is_called => (vec!["return".to_owned()], &steps[1..]),
        _ if is_called => (vec!["return".to_owned()], steps),
        Some(first) => return Err(format!("`{}` has no port here", first.word)),
        None => return Err("it names no argument and no result".to_owned()),
    };
    let mut into = String::new();
    for step in inside {
        let one = || step.of.first().filter(|_| step.of.len() == 1).cloned().unwrap_or_default();
        let is_plain =
            |key: &String| !key.is_empty() && key.chars().all(|l| l.is_ascii_alphanumeric() || l == '_' || l == '-');
        match step.word.as_str() {
            "ListElement" | "SetElement" | "DictionaryElementAny" | "TupleElementAny" => into.push_str("[]"),
            "DictionaryElement" | "TupleElement" if is_plain(&one()) => into.push_str(&format!("[{}]", one())),
            "Attribute" | "Member" if is_plain(&one()) => into.push_str(&format!(".{}", one())),
            "Parameter" if one().parse::<u8>().is_ok() => into.push_str(&format!("({})", one())),
            "ReturnValue" => into.push_str("()"),
            other => return Err(format!("`{other}` has no port here")),
        }
    }
    Ok(bases.into_iter().map(|base| base + &into).collect())
}

/// The ports of what stands in `Argument[…]`.
fn arguments(of: &[String]) -> Result<Vec<String>, String> {
    if let [position, name] = of
        && position.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(name) = name.strip_suffix(':')
    {
        return Ok(vec![format!("{position}:{name}")]);
    }
    let port = |part: &String| match part.as_str() {
        "any" => Ok("*".to_owned()),
        "self" => Ok("receiver".to_owned()),
        _ => {
            let name = part.strip_suffix(':').filter(|name| type_name(name).is_ok_and(|(name, _)| !name.contains('.')));
            let position = part.strip_suffix("..").unwrap_or(part).parse::<u8>();
            name.map(str::to_owned).or_else(|| position.is_ok().then(|| part.clone()))
        }
        .ok_or_else(|| format!("`Argument[{part}]` has no port here")),
    };
    let ports = of.iter().map(port).collect::<Result<Vec<String>, String>>()?;
    if ports.is_empty() { Err("`Argument` names none".to_owned()) } else { Ok(ports) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apis(name: &str, path: &str) -> Vec<String> {
        ways(name, path)
            .unwrap()
            .into_iter()
            .map(|way| format!("{}{}", way.api, if way.is_called { "()" } else { "" }))
            .collect()
    }

    #[test]
    fn paths_lead_to_calls() {
        assert_eq!(apis("shop", "Member[find,search]"), ["shop.find", "shop.search"]);
        assert_eq!(apis("shop.Store!", "Call.Argument[0]"), ["shop.Store"]);
        assert_eq!(apis("shop", "Member[Store].Subclass.Instance.Member[sell]"), ["shop.Store.given.sell"]);
        assert_eq!(apis("shop.~Any", "Member[sell].ReturnValue.Awaited"), ["shop.any_Any.sell()"]);
        for bad in ["Member[", "Member[x]Member[y]", "Member[x].", "Member[a b]"] {
            assert!(ways("shop", bad).is_err(), "{bad}");
        }
        assert!(ways("shop;Class", "").is_err());
        let wide: Vec<String> = (0..9).map(|at| format!("m{at}")).collect();
        let wide = format!("Member[{}]", wide.join(","));
        assert!(ways("shop", &format!("{wide}.{wide}")).unwrap_err().contains("more than 64 calls"));
    }

    #[test]
    fn arguments_and_results_are_ports() {
        let of = |path: &str| ports(&ways("shop", path).unwrap()[0].rest, ways("shop", path).unwrap()[0].is_called);
        assert_eq!(of("Member[f].Argument[0,sql:]").unwrap(), ["0:sql"]);
        assert_eq!(of("Member[f].Argument[0,2..,name:,any,self]").unwrap(), ["0", "2..", "name", "*", "receiver"]);
        assert_eq!(
            of("Member[f].Argument[0].DictionaryElement[key].ListElement.Attribute[x]").unwrap(),
            ["0[key][].x"]
        );
        assert_eq!(of("Member[f].Argument[1].Parameter[0]").unwrap(), ["1(0)"]);
        assert_eq!(of("Member[f].ReturnValue.TupleElement[1]").unwrap(), ["return[1]"]);
        assert!(of("Member[f].WithArity[1].Argument[0]").unwrap_err().contains("WithArity"));
        assert!(of("Member[f]").is_err());
    }
}
