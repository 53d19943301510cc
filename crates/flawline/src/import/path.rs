//! Access paths: `Member[connect].ReturnValue.Member[query].Argument[0,sql:]`.
//!
//! Takes a type and a path as the extensions write them; gives the calls and attributes that they mean by our dotted names, and
//! the port there. Names of members with commas between them are several ways. What a call on the way gives has the class that
//! models know for it, or one that is named after the call.

use knowledge::Names;

/// More ways are not made of one row, nor more ports of one way.
const MOST_WAYS: usize = 64;
/// A longer path is none, in bytes.
const LONGEST: usize = 1024;
/// Nor is a longer name of a type one.
const LONGEST_NAME: usize = 200;

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
    /// Whether it is the class of what that call makes.
    pub(super) is_class: bool,
    /// Classes that it names on the way.
    pub(super) classes: Vec<String>,
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
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(format!("`{path}` is not an access path"));
        }
        let (of, behind) = match behind.strip_prefix('[') {
            Some(inner) => {
                let (inner, behind) =
                    inner.split_once(']').ok_or_else(|| format!("`{path}` has a bracket without an end"))?;
                (inner.split(',').map(|part| part.trim().to_owned()).collect(), behind)
            }
            None => (Vec::new(), behind),
        };
        match word {
            // Short for the two.
            "Method" => steps.extend([("Member", of), ("ReturnValue", Vec::new())].map(step)),
            word => steps.push(step((word, of))),
        }
        rest = match behind.strip_prefix('.') {
            Some(more) if !more.is_empty() => more,
            None if behind.is_empty() => "",
            _ => return Err(format!("`{path}` is not an access path")),
        };
    }
    Ok(steps)
}

fn step((word, of): (&str, Vec<String>)) -> Step {
    Step { word: word.to_owned(), of }
}

/// The dotted name of a type, and whether the class itself is meant: `package.Class!`.
pub(super) fn type_name(written: &str) -> Result<(String, bool), String> {
    if written.len() > LONGEST_NAME {
        return Err(format!("the name of its type is longer than {LONGEST_NAME} bytes"));
    }
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

/// Whether the name of a type is that of a class, and not of a package: it says so, or is written as classes are.
fn is_of_class(written: &str) -> bool {
    let last = written.rsplit_once('.').map_or("", |(_, last)| last);
    written.ends_with('!') || last.starts_with(|letter: char| letter.is_ascii_uppercase() || letter == '~')
}

/// The ways that a type and a path mean.
pub(super) fn ways(written: &str, path: &str, known: &Names) -> Result<Vec<Way>, String> {
    let (name, _) = type_name(written)?;
    let classes = if is_of_class(written) { vec![name.clone()] } else { Vec::new() };
    let mut ways = vec![Way { api: name, classes, ..Way::default() }];
    for step in steps(path)? {
        let is_name = ways.iter().all(|way| way.rest.is_empty());
        let may_be_called = is_name && ways.iter().all(|way| !way.is_called);
        match step.word.as_str() {
            "Member" if is_name => {
                let mut more = Vec::new();
                for way in &ways {
                    for member in &step.of {
                        more.push(member_of(way, member, known)?);
                    }
                }
                ways = more;
            }
            "ReturnValue" if may_be_called => ways.iter_mut().for_each(|way| way.is_called = true),
            "Instance" if may_be_called => {
                for way in &mut ways {
                    (way.is_called, way.is_class) = (true, true);
                    way.classes.push(way.api.clone());
                }
            }
            // What is called and then asked for its arguments is the same call, and what holds for a class holds for those
            // below it.
            "Call" | "Subclass" if may_be_called => {}
            // What is awaited is what comes of it.
            "Awaited" => {}
            _ => ways.iter_mut().for_each(|way| way.rest.push(step.clone())),
        }
        if ways.len() > MOST_WAYS {
            return Err(format!("it means more than {MOST_WAYS} calls"));
        }
    }
    Ok(ways)
}

/// The member of that name of what a way leads to.
fn member_of(way: &Way, member: &str, known: &Names) -> Result<Way, String> {
    let (name, _) = type_name(member)?;
    let mut way = way.clone();
    if way.is_called && !way.is_class {
        let class = known.find(&way.api).map(|node| known.api(node).returns.as_slice());
        let given = if let Some(&[class]) = class {
            known.api(class).name.clone()
        } else {
            let given = format!("{}.given", way.api);
            way.gives.push((way.api.clone(), given.clone()));
            given
        };
        way.api = given;
    }
    (way.is_called, way.is_class) = (false, false);
    if name == "__init__" {
        // The call of a class is that of its constructor.
        way.is_class = true;
    } else {
        way.api = format!("{}.{name}", way.api);
    }
    Ok(way)
}

/// The ports that steps mean from a call on; each step but the first leads into the value.
pub(super) fn ports(steps: &[Step], is_called: bool) -> Result<Vec<String>, String> {
    let (bases, inside) = match steps.first() {
        Some(first) if first.word == "Argument" && !is_called => (arguments(&first.of)?, &steps[1..]),
        Some(first) if first.word == "ReturnValue" && !is_called => (vec!["return".to_owned()], &steps[1..]),
        _ if is_called => (vec!["return".to_owned()], steps),
        Some(first) => return Err(format!("`{}` has no port here", spelt(first))),
        None => return Err("it names no argument and no result".to_owned()),
    };
    let mut into = vec![String::new()];
    for step in inside {
        let is_plain =
            |key: &str| !key.is_empty() && key.chars().all(|l| l.is_ascii_alphanumeric() || l == '_' || l == '-');
        let keys = if step.of.iter().all(|key| is_plain(key)) { step.of.as_slice() } else { &[] };
        let mut further = Vec::new();
        match step.word.as_str() {
            "ListElement" | "SetElement" | "DictionaryElementAny" | "TupleElementAny" => further.push("[]".to_owned()),
            "ReturnValue" => further.push("()".to_owned()),
            "DictionaryElement" | "TupleElement" => further.extend(keys.iter().map(|key| format!("[{key}]"))),
            "Attribute" | "Member" => further.extend(keys.iter().map(|key| format!(".{key}"))),
            "Parameter" => {
                for part in &step.of {
                    further.extend(positions(part).into_iter().flatten().map(|at| format!("({at})")));
                }
            }
            _ => {}
        }
        if further.is_empty() {
            return Err(format!("`{}` has no port here", spelt(step)));
        }
        into = into.iter().flat_map(|into| further.iter().map(move |further| format!("{into}{further}"))).collect();
        if bases.len() * into.len() > MOST_WAYS {
            return Err(format!("it means more than {MOST_WAYS} ports"));
        }
    }
    Ok(bases.iter().flat_map(|base| into.iter().map(move |into| format!("{base}{into}"))).collect())
}

/// A step as it is written.
pub(super) fn spelt(Step { word, of }: &Step) -> String {
    if of.is_empty() { word.clone() } else { format!("{word}[{}]", of.join(",")) }
}

/// The positions that are meant by a number or, from the first to the last of them, by two.
fn positions(part: &str) -> Option<std::ops::RangeInclusive<u8>> {
    let (first, last) = part.split_once("..").unwrap_or((part, part));
    Some(first.parse().ok()?..=last.parse().ok()?)
}

/// The ports of what stands in `Argument[…]`.
fn arguments(of: &[String]) -> Result<Vec<String>, String> {
    if let [position, name] = of
        && position.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(name) = name.strip_suffix(':')
    {
        return Ok(vec![format!("{position}:{name}")]);
    }
    let mut ports = Vec::new();
    for part in of {
        let before = ports.len();
        match part.as_str() {
            "any" => ports.push("*".to_owned()),
            "self" => ports.push("receiver".to_owned()),
            _ => {
                let is_name =
                    |name: &&str| type_name(name).is_ok_and(|(known, _)| known == *name && !known.contains('.'));
                let first = part.strip_suffix("..").and_then(|first| first.parse::<u8>().ok());
                ports.extend(part.strip_suffix(':').filter(is_name).map(str::to_owned));
                ports.extend(first.map(|first| format!("{first}..")));
                ports.extend(positions(part).into_iter().flatten().take(MOST_WAYS + 1).map(|at| at.to_string()));
            }
        }
        if ports.len() == before {
            return Err(format!("`Argument[{part}]` has no port here"));
        }
        if ports.len() > MOST_WAYS {
            return Err(format!("it means more than {MOST_WAYS} ports"));
        }
    }
    if ports.is_empty() { Err("`Argument` names none".to_owned()) } else { Ok(ports) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Names {
        let model = "library = \"shop\"\nhomepage = \"https://shop.example/\"\n[[returns]]\napi = \"shop.open\"\ntype = \"shop.Till\"\n";
        let model = knowledge::KnowledgeFile {
            path: "models/python/shop.toml".into(),
            text: model.into(),
            trusted: true,
            local: None,
        };
        let mut files = knowledge::built_in_files();
        files.push(model);
        knowledge::Knowledge::load(&files).unwrap().names
    }

    fn apis(name: &str, path: &str) -> Vec<String> {
        ways(name, path, &known())
            .unwrap()
            .into_iter()
            .map(|way| format!("{}{}", way.api, if way.is_called { "()" } else { "" }))
            .collect()
    }

    #[test]
    fn paths_lead_to_calls() {
        assert_eq!(apis("shop", "Member[find,search]"), ["shop.find", "shop.search"]);
        assert_eq!(apis("shop.Store!", "Call.Argument[0]"), ["shop.Store"]);
        assert_eq!(apis("shop", "Member[Store].Subclass.Instance.Member[sell]"), ["shop.Store.sell"]);
        assert_eq!(apis("shop", "Member[Store].Instance.Method[sell]"), ["shop.Store.sell()"]);
        assert_eq!(apis("shop", "Member[Store].Instance.Member[__init__].Argument[0]"), ["shop.Store"]);
        assert_eq!(apis("shop", "Member[store].ReturnValue.Member[sell]"), ["shop.store.given.sell"]);
        assert_eq!(apis("shop", "Member[open].ReturnValue.Member[ring]"), ["shop.Till.ring"]);
        assert_eq!(apis("shop.~Any", "Member[sell].ReturnValue.Awaited"), ["shop.any_Any.sell()"]);
        for bad in [
            "Member[",
            "Member[x]Member[y]",
            "Member[x].",
            "Member[a b]",
            "Member[x],Member[y]",
            "Member[x]]",
            "Member[x]..Member[y]",
            "Member[x]. Member[y]",
        ] {
            assert!(ways("shop", bad, &known()).is_err(), "{bad}");
        }
        assert!(ways("shop;Class", "", &known()).is_err());
        assert!(ways(&"shop.".repeat(50), "", &known()).unwrap_err().contains("longer than"));
        assert!(ways("shop", &"Member[x].".repeat(200), &known()).unwrap_err().contains("longer than"));
        let wide: Vec<String> = (0..9).map(|at| format!("m{at}")).collect();
        let wide = format!("Member[{}]", wide.join(","));
        assert!(ways("shop", &format!("{wide}.{wide}"), &known()).unwrap_err().contains("more than 64 calls"));
    }

    #[test]
    fn classes_are_told_from_packages() {
        let classes = |name: &str, path: &str| ways(name, path, &known()).unwrap().remove(0).classes;
        for (name, path) in
            [("shop.Store", "Member[sell]"), ("shop.Store!", "Call"), ("shop", "Member[Store].Instance")]
        {
            assert_eq!(classes(name, path), ["shop.Store"], "{name} {path}");
        }
        assert!(classes("shop.stores", "Member[sell]").is_empty());
        assert!(classes("Shop", "Member[sell]").is_empty());
    }

    #[test]
    fn arguments_and_results_are_ports() {
        let known = known();
        let of = |path: &str| {
            let way = ways("shop", path, &known)?.remove(0);
            ports(&way.rest, way.is_called)
        };
        assert_eq!(of("Member[f].Argument[0,sql:]").unwrap(), ["0:sql"]);
        assert_eq!(of("Member[f].Argument[0,2..,name:,any,self]").unwrap(), ["0", "2..", "name", "*", "receiver"]);
        assert_eq!(of("Member[f].Argument[1..3]").unwrap(), ["1", "2", "3"]);
        assert_eq!(
            of("Member[f].Argument[0].DictionaryElement[key].ListElement.Attribute[x]").unwrap(),
            ["0[key][].x"]
        );
        assert_eq!(of("Member[f].Argument[1].Parameter[0]").unwrap(), ["1(0)"]);
        assert_eq!(of("Member[f].Argument[1].Parameter[0..1]").unwrap(), ["1(0)", "1(1)"]);
        assert_eq!(of("Member[f].ReturnValue.TupleElement[0,1]").unwrap(), ["return[0]", "return[1]"]);
        assert!(of("Member[f].WithArity[1].Argument[0]").unwrap_err().contains("`WithArity[1]`"));
        for bad in ["Argument[N-1]", "Argument[any-named]", "Argument[0].Parameter[1..]", "Argument[0].Attribute[a.b]"]
        {
            assert!(of(&format!("Member[f].{bad}")).unwrap_err().contains("has no port here"), "{bad}");
        }
        assert!(of("Member[f].Argument[0..200]").unwrap_err().contains("more than 64 ports"));
        assert!(of("Member[f]").is_err());
    }
}
