//! Manifests: what a project says that it needs, and with which version of the language it runs.

use knowledge::VersionRange;

use super::{Entries, requirements};

/// By this name a manifest speaks of the language itself.
const LANGUAGE: &str = "python";

/// Reads `pyproject.toml`: the tables that all tools share, and those of poetry.
pub(super) fn read_pyproject(text: &str, entries: &mut Entries<'_>) {
    let Ok(file) = toml::from_str::<toml::Table>(text) else { return };
    if let Some(project) = file.get("project") {
        if let Some(python) = project.get("requires-python").and_then(toml::Value::as_str) {
            entries.take(LANGUAGE, VersionRange::requirement(python), python, false);
        }
        list(project.get("dependencies"), entries);
        groups(project.get("optional-dependencies"), entries);
    }
    groups(file.get("dependency-groups"), entries);
    if let Some(poetry) = file.get("tool").and_then(|tool| tool.get("poetry")) {
        poetry_table(poetry.get("dependencies"), entries);
        poetry_table(poetry.get("dev-dependencies"), entries);
        for (_, group) in poetry.get("group").and_then(toml::Value::as_table).into_iter().flatten() {
            poetry_table(group.get("dependencies"), entries);
        }
    }
}

fn groups(groups: Option<&toml::Value>, entries: &mut Entries<'_>) {
    for (_, group) in groups.and_then(toml::Value::as_table).into_iter().flatten() {
        list(Some(group), entries);
    }
}

fn list(requirements: Option<&toml::Value>, entries: &mut Entries<'_>) {
    let all = requirements.and_then(toml::Value::as_array).into_iter().flatten();
    for written in all.filter_map(toml::Value::as_str) {
        requirements::take(written, entries);
    }
}

/// A table of names with a requirement each, or a table or list of tables that hold one as `version`.
fn poetry_table(table: Option<&toml::Value>, entries: &mut Entries<'_>) {
    for (name, said) in table.and_then(toml::Value::as_table).into_iter().flatten() {
        let several = said.as_array().map_or(std::slice::from_ref(said), Vec::as_slice);
        for one in several {
            if let Some(written) = one.as_str().or_else(|| one.get("version").and_then(toml::Value::as_str)) {
                entries.take(name, VersionRange::of_poetry(written), written, false);
            }
        }
    }
}

/// Reads `setup.cfg`: what stands in lists that are indented below their key.
pub(super) fn read_setup_cfg(text: &str, entries: &mut Entries<'_>) {
    let (mut section, mut key) = ("", "");
    for line in text.lines() {
        let is_indented = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let mut value = line;
        if !is_indented {
            if line.starts_with('[') {
                (section, key) = (line, "");
                continue;
            }
            let Some((name, behind)) = line.split_once(['=', ':']) else { continue };
            (key, value) = (name.trim(), behind.trim());
        }
        match (section, key) {
            ("[options]", "python_requires") => {
                entries.take(LANGUAGE, VersionRange::requirement(value), value, false);
            }
            ("[options]", "install_requires") | ("[options.extras_require]", _) if !value.is_empty() => {
                requirements::take(value, entries);
            }
            _ => {}
        }
    }
}

/// Reads `.python-version`, a line for each version that is at hand; the first is the one that runs.
pub(super) fn read_python(text: &str, entries: &mut Entries<'_>) {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let Some(written) = lines.next() else { return };
    let version = written.strip_prefix("cpython-").or_else(|| written.strip_prefix("cpython@")).unwrap_or(written);
    // Two parts mean any version of that release.
    let range = match version.split('.').count() {
        0..3 => VersionRange::requirement(&format!("=={version}.*")),
        _ => VersionRange::exact(version),
    };
    entries.take(LANGUAGE, range, version, true);
}
