//! `flawline models`: the libraries whose calls are known, and what is known of one.

use std::path::Path;

use clap::{Args, Subcommand};
use knowledge::{Knowledge, Model, Row};
use serde_json::json;

use super::project::ProjectArguments;
use crate::exit::Exit;
use crate::failure::{Failure, harmless};
use crate::{output, row, text};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct Models {
    #[command(subcommand)]
    command: Option<Command>,
    /// Show what is known of this library, such as flask
    library: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: ProjectArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make models of the data extensions for Python that were written for `CodeQL`
    #[command(after_help = super::import::EXAMPLES)]
    Import(super::import::Import),
}

pub(super) fn run(asked: &Models) -> Result<Exit, Failure> {
    if let Some(Command::Import(asked)) = &asked.command {
        return super::import::run(asked);
    }
    let knowledge = asked.project.knowledge()?;
    let Some(library) = &asked.library else {
        return libraries(&knowledge, asked.json);
    };
    let models: Vec<&Model> = knowledge.models.iter().filter(|model| is_called(model, library)).collect();
    if models.is_empty() {
        let near = text::nearest(library, knowledge.models.iter().map(|model| model.library.as_str()));
        return Err(Failure::UnknownLibrary { asked: library.clone(), near: near.map(str::to_owned) });
    }
    if asked.json {
        let models: Vec<_> = models.iter().map(|model| model_json(&knowledge, model)).collect();
        output::print(&super::json(&json!({ "models": models })))?;
    } else {
        let pages: Vec<String> = models.iter().map(|model| model_text(&knowledge, model)).collect();
        output::print(&harmless(&pages.join("\n")))?;
    }
    Ok(Exit::Clean)
}

fn libraries(knowledge: &Knowledge, json: bool) -> Result<Exit, Failure> {
    if json {
        let models: Vec<_> = knowledge
            .models
            .iter()
            .map(|model| {
                json!({
                    "library": model.library,
                    "language": model.language,
                    "homepage": model.homepage,
                    "rows": model.rows.len(),
                    "local": model.local,
                })
            })
            .collect();
        output::print(&super::json(&json!({ "models": models })))?;
    } else {
        let rows: Vec<[String; 4]> = knowledge
            .models
            .iter()
            .map(|model| {
                let homepage = if model.local { "of this project".to_owned() } else { model.homepage.clone() };
                [model.library.clone(), model.language.clone(), model.rows.len().to_string(), homepage]
            })
            .collect();
        output::print(&harmless(&text::table(["LIBRARY", "LANGUAGE", "ROWS", "HOMEPAGE"], &rows)))?;
    }
    Ok(Exit::Clean)
}

/// Whether the library has that name, or the model's file.
fn is_called(model: &Model, name: &str) -> bool {
    let file = Path::new(&model.file).file_stem().and_then(|stem| stem.to_str());
    model.library.eq_ignore_ascii_case(name) || file.is_some_and(|file| file.eq_ignore_ascii_case(name))
}

fn rows<'a>(knowledge: &'a Knowledge, model: &'a Model) -> impl Iterator<Item = &'a Row> {
    model.rows.iter().filter_map(|row| knowledge.names.rows.get(row.0 as usize))
}

fn model_text(knowledge: &Knowledge, model: &Model) -> String {
    let rows: Vec<[String; 3]> = rows(knowledge, model)
        .map(|row| [row::table(&row.effect).to_owned(), row.api.clone(), row::says(row, &knowledge.kinds)])
        .collect();
    let head = format!(
        "{} ({}), {}: {}\n\n",
        model.library,
        model.language,
        model.homepage,
        text::counted(model.rows.len(), "row")
    );
    head + &text::table(["TABLE", "API", "WHAT IT SAYS"], &rows)
}

fn model_json(knowledge: &Knowledge, model: &Model) -> serde_json::Value {
    let rows: Vec<_> = rows(knowledge, model)
        .map(|row| {
            json!({
                "file": row.file,
                "line": row.line,
                "table": row::table(&row.effect),
                "api": row.api,
                "says": row::says(row, &knowledge.kinds),
                "fact": row.fact,
                "repair": row.repair,
                "example": row.example,
            })
        })
        .collect();
    json!({ "library": model.library, "language": model.language, "homepage": model.homepage, "rows": rows })
}
