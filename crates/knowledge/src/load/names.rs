//! Makes the tree of names from the rows of all models.

use std::collections::BTreeMap;

use crate::error::Gathered;
use crate::{Effect, Names, NodeId, Row, RowId, Test, TextTest, Unsettled, Via};

/// The tree of all names of which the rows speak; the rows come in the order of file and line.
pub(super) fn build(rows: Vec<Row>, errors: &Gathered) -> Names {
    let aliases = Aliases::new(&rows, errors);
    let mut names = Names { apis: vec![crate::Api::default()], ..Names::default() };
    aliases.plant(&mut names);
    for (at, row) in rows.iter().enumerate() {
        add(&mut names, &aliases, RowId(at as u32), row);
    }
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.versions.is_some()) {
        names.versioned.push(RowId(at as u32));
        if row.versions.as_ref().is_some_and(|versions| versions.unsettled == Unsettled::Fails) {
            names.take_out(RowId(at as u32), &row.api);
        }
    }
    for at in 0..names.apis.len() {
        let api = &mut names.apis[at];
        if api.is_class && api.returns.is_empty() {
            api.returns.push(NodeId(at as u32));
        }
    }
    mark_keepers(&mut names, &rows);
    names.holding = holding(&names, &rows);
    names.rows = rows;
    names
}

/// Marks the classes one of whose methods calls what an instance keeps, and those below them.
fn mark_keepers(names: &mut Names, rows: &[Row]) {
    for row in rows {
        if let Effect::Wiring { invokes } = &row.effect
            && invokes.calls_what_receiver_keeps()
            && let Some((class, _)) = row.api.rsplit_once('.')
            && let Some(class) = names.find(class)
        {
            names.apis[class.0 as usize].keeps_callees = true;
        }
    }
    loop {
        let inherits = |api: &crate::Api| {
            !api.keeps_callees && api.bases.iter().any(|base| names.apis[base.0 as usize].keeps_callees)
        };
        let Some(at) = names.apis.iter().position(inherits) else { return };
        names.apis[at].keeps_callees = true;
    }
}

/// The rows of mistakes about APIs that only ask whether a text holds another.
fn holding(names: &Names, rows: &[Row]) -> Vec<RowId> {
    let effect = |row: &RowId| &rows[row.0 as usize].effect;
    let asks = |row: &RowId| matches!(effect(row), Effect::Test { asks: TextTest::Holds, .. });
    let of_apis = names.apis.iter().filter(|api| api.rows.iter().any(asks)).flat_map(|api| &api.rows);
    of_apis.filter(|row| matches!(effect(row), Effect::Mistaken(_))).copied().collect()
}

fn add(names: &mut Names, aliases: &Aliases<'_>, id: RowId, row: &Row) {
    if let Some(method) = row.api.strip_prefix("?.") {
        return names.heuristic.entry(method.into()).or_default().push(id);
    }
    if let Effect::Alias { .. } = row.effect {
        // The row speaks of the name itself, not of what it is another name of.
        if let Some(node) = aliases.own_node(names, &row.api) {
            names.apis[node.0 as usize].rows.push(id);
        }
        return;
    }
    if let Effect::Named { .. } = row.effect {
        names.named.push(id);
    }
    if let Effect::Kept { .. } = row.effect {
        names.kept.push(id);
    }
    if let Effect::Compared { .. } = row.effect {
        names.compared.push(id);
    }
    let node = insert(names, &aliases.resolved(&row.api));
    if let Effect::Computes { does } = row.effect {
        names.computes.insert(node, does);
        return;
    }
    names.apis[node.0 as usize].rows.push(id);
    // What a condition asks about must be a name, or it could never be told.
    for condition in row.when.iter().chain(&row.unless) {
        if let Test::Refers(asked) = &condition.test {
            for name in asked {
                insert(names, &aliases.resolved(name));
            }
        }
    }
    let mut classes = |types: &[String]| -> Vec<NodeId> {
        let class = |name: &String| {
            let class = insert(names, &aliases.resolved(name));
            names.apis[class.0 as usize].is_class = true;
            class
        };
        types.iter().map(class).collect()
    };
    match &row.effect {
        Effect::Returns { types } => {
            let classes = classes(types);
            merge(&mut names.apis[node.0 as usize].returns, classes);
        }
        Effect::Value { types } => {
            let classes = classes(types);
            merge(&mut names.apis[node.0 as usize].value, classes);
        }
        Effect::Type { bases, known_by, .. } => {
            let classes = classes(bases);
            let api = &mut names.apis[node.0 as usize];
            api.is_class = true;
            merge(&mut api.bases, classes);
            if !known_by.is_empty() {
                names.known_by_parts.push((node, id));
            }
        }
        Effect::Route(route) => {
            for (_, types) in &route.gives {
                classes(types);
            }
            if let Via::Base(_) = route.via {
                names.apis[node.0 as usize].is_class = true;
            }
        }
        Effect::Decorates { class, .. } => {
            classes(std::slice::from_ref(class));
        }
        _ => {}
    }
}

fn merge(into: &mut Vec<NodeId>, nodes: Vec<NodeId>) {
    for node in nodes {
        if !into.contains(&node) {
            into.push(node);
        }
    }
}

/// The node of a dotted name in which no part is an alias; made when it is not there.
fn insert(names: &mut Names, name: &str) -> NodeId {
    let mut node = Names::ROOT;
    let mut end = 0;
    for part in name.split('.') {
        end += part.len() + usize::from(end > 0);
        node = names.child(node, part).unwrap_or_else(|| {
            let child = NodeId(names.apis.len() as u32);
            names.apis.push(crate::Api { name: name[..end].to_owned(), ..crate::Api::default() });
            names.children.insert((node, part.into()), child);
            child
        });
    }
    node
}

/// Which names are other names of which, as texts.
struct Aliases<'a> {
    /// By the other name; the own name, and the row that says so.
    targets: BTreeMap<String, (String, &'a Row)>,
}

impl<'a> Aliases<'a> {
    fn new(rows: &'a [Row], errors: &Gathered) -> Self {
        let mut aliases = Self { targets: BTreeMap::new() };
        for row in rows {
            match &row.effect {
                Effect::Alias { of } => aliases.declare(&row.api, of, row, errors),
                Effect::Type { aliases: others, .. } => {
                    for other in others {
                        aliases.declare(other, &row.api, row, errors);
                    }
                }
                _ => {}
            }
        }
        aliases.drop_circles(errors);
        aliases.follow_parents();
        aliases
    }

    fn declare(&mut self, name: &str, of: &str, row: &'a Row, errors: &Gathered) {
        match self.targets.get(name) {
            Some((known, earlier)) if known != of => {
                let message = format!("\"{name}\" is said to be \"{of}\" and \"{known}\"");
                let hint = format!("the other row stands at {}:{}", earlier.file, earlier.line);
                errors.add(&row.file, row.line, message, Some(hint));
            }
            Some(_) => {}
            None => {
                self.targets.insert(name.to_owned(), (of.to_owned(), row));
            }
        }
    }

    /// Refuses aliases that lead back to themselves.
    fn drop_circles(&mut self, errors: &Gathered) {
        let circular: Vec<String> = self.targets.keys().filter(|name| self.resolve(name).is_none()).cloned().collect();
        for name in circular {
            if let Some((of, row)) = self.targets.remove(&name) {
                let message = format!("the alias \"{name}\" of \"{of}\" leads back to itself");
                errors.add(&row.file, row.line, message, Some("one of the names must be an API's own".to_owned()));
            }
        }
    }

    /// An alias below another alias holds below that one's own name too.
    fn follow_parents(&mut self) {
        let mut more = Vec::new();
        for (name, target) in &self.targets {
            if let Some((parent, last)) = name.rsplit_once('.') {
                let resolved = format!("{}.{last}", self.resolved(parent));
                if resolved != *name && !self.targets.contains_key(&resolved) && self.resolved(&target.0) != resolved {
                    more.push((resolved, target.clone()));
                }
            }
        }
        self.targets.extend(more);
    }

    /// The own name of what the name means.
    fn resolved(&self, name: &str) -> String {
        self.resolve(name).unwrap_or_else(|| name.to_owned())
    }

    /// As [`Self::resolved`]; nothing when aliases lead in a circle.
    fn resolve(&self, name: &str) -> Option<String> {
        let mut name = name.to_owned();
        let mut used: Vec<String> = Vec::new();
        while let Some(end) = self.longest_alias(&name) {
            if used.iter().any(|earlier| *earlier == name[..end]) {
                return None;
            }
            let target = self.targets[&name[..end]].0.clone() + &name[end..];
            used.push(name[..end].to_owned());
            name = target;
        }
        Some(name)
    }

    /// Where the longest beginning of the name ends that is an alias.
    fn longest_alias(&self, name: &str) -> Option<usize> {
        if self.targets.is_empty() {
            return None;
        }
        let ends = std::iter::once(name.len()).chain(name.rmatch_indices('.').map(|(at, _)| at));
        ends.into_iter().find(|end| self.targets.contains_key(&name[..*end]))
    }

    /// Makes the nodes of all aliases, and of what they are other names of.
    fn plant(&self, names: &mut Names) {
        let mut planned = Vec::new();
        for name in self.targets.keys() {
            let target = insert(names, &self.resolved(name));
            planned.push((name, target));
        }
        for (name, target) in planned {
            let (parent, last) = name.rsplit_once('.').unwrap_or(("", name));
            let parent = if parent.is_empty() { Names::ROOT } else { insert(names, &self.resolved(parent)) };
            if names.children.contains_key(&(parent, last.into())) {
                continue;
            }
            let node = NodeId(names.apis.len() as u32);
            names.apis.push(crate::Api { name: name.clone(), alias: Some(target), ..crate::Api::default() });
            names.children.insert((parent, last.into()), node);
        }
    }

    /// The node of an alias itself.
    fn own_node(&self, names: &Names, name: &str) -> Option<NodeId> {
        let (parent, last) = name.rsplit_once('.').unwrap_or(("", name));
        let parent = if parent.is_empty() { Some(Names::ROOT) } else { names.find(&self.resolved(parent)) };
        names.children.get(&(parent?, last.into())).copied()
    }
}
