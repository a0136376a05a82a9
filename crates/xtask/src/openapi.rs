//! The OpenAPI document of the service, from the types that it reads and writes.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use tradecast::{Answer, LeverSpec, Solution};
use tradecast_ask::{AnswerRequest, BatchAnswer, BatchRequest, Refusal, SolveRequest};

const ABOUT: &str = "\
When does trade reach its target, how sure are we, and what would have to be true to get there sooner? The same question has the \
same answer as from the command line tool and the JavaScript package, byte for byte. Whatever is refused is said as a Refusal, \
which names the place and the fix.";

/// The refusals that any request may meet, by status.
const ANYWHERE: [(&str, &str); 7] = [
    ("400", "The Host header is missing, there is more than one, or it names no host."),
    ("401", "The service asks for a token, and the request does not carry it."),
    ("403", "Asked for by a name that is not that of this machine."),
    ("414", "The address is too long."),
    ("429", "The address of the client has too many connections open; use those that there are."),
    ("431", "The headers are too many or too long."),
    ("500", "A mistake of the service; please report it."),
];

/// The refusals that a question may meet beside those, by status.
const REFUSALS: [(&str, &str); 6] = [
    ("400", "The body is no JSON, or not of its type; or there is not one good Host header."),
    ("408", "There was no answer in time, and the work was stopped; or the body came too slowly."),
    ("413", "The body is too large."),
    ("415", "The body is not said to be application/json."),
    ("422", "Understood, and there is no answer: the data, a lever, a period or a setting cannot be."),
    ("503", "Too much waits already, or the service is about to stop; ask again."),
];

/// The document.
pub(crate) fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut types = settings.into_generator();
    let flagship = json!({ "target": 1000, "by": "2030", "assumptions": { "growth": 2 } });
    let own = json!({
        "data": "series,period,value\nA,2019,100\nA,2020,104\nA,2021,99\nA,2022,121\nB,2020,7\nB,2021,8\nB,2022,9\n",
        "options": { "unit": "EUR m" },
        "questions": [{ "target_multiple": 2 }, { "target_multiple": 3, "by": "2040" }]
    });
    let levers = content::<Vec<LeverSpec>>(&mut types, "The levers.");
    let text = json!({ "description": "The metrics.", "content": { "text/plain": { "schema": { "type": "string" } } } });
    let paths = json!({
        "/v1/answer": { "post": operation::<AnswerRequest, Answer>(
            &mut types,
            "answer",
            "When is the target reached? Arrival probabilities, forecast, models and warnings.",
            json!({ "question": flagship.clone() }),
        ) },
        "/v1/solve": { "post": operation::<SolveRequest, Solution>(
            &mut types,
            "solve",
            "What would have to be true? The smallest move of a lever, or the cheapest of several.",
            json!({ "question": { "target": 1000, "by": "2030" }, "goal": { "probability": 0.8, "levers": { "growth": 1 } } }),
        ) },
        "/v1/batch": { "post": operation::<BatchRequest, BatchAnswer>(
            &mut types,
            "batch",
            "The same questions about any number of series; one that has no answer stops nothing.",
            own,
        ) },
        "/v1/levers": { "get": {
            "operationId": "levers",
            "summary": "The levers: id, label, unit, range, step, default and meaning of each.",
            "responses": responses(&mut types, levers, &[])
        } },
        "/healthz": { "get": {
            "operationId": "health",
            "summary": "Whether the service is there, whatever it is computing.",
            "security": [],
            "responses": responses(&mut types, state("It is."), &[])
        } },
        "/readyz": { "get": {
            "operationId": "ready",
            "summary": "Whether requests are taken: not while the queue is full, and not while the service stops.",
            "security": [],
            "responses": responses(&mut types, state("They are."), &[("503", "They are not.")])
        } },
        "/metrics": { "get": {
            "operationId": "metrics",
            "summary": "Counts, durations, queue, connections and memory, in the text format of Prometheus.",
            "responses": responses(&mut types, text, &[])
        } }
    });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Tradecast", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "paths": paths,
        "security": [{}, { "token": [] }],
        "components": {
            "schemas": types.take_definitions(true),
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "Asked for where the service was started with a token."
            } }
        }
    })
}

fn operation<Asked: JsonSchema, Answered: JsonSchema>(
    types: &mut SchemaGenerator,
    id: &str,
    summary: &str,
    example: Value,
) -> Value {
    let answer = content::<Answered>(types, "The answer.");
    let responses = responses(types, answer, &REFUSALS);
    json!({
        "operationId": id,
        "summary": summary,
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": types.subschema_for::<Asked>(), "example": example } }
        },
        "responses": responses
    })
}

/// The responses of an operation: what is given, and every refusal.
fn responses(types: &mut SchemaGenerator, given: Value, refusals: &[(&str, &str)]) -> Value {
    let mut responses = json!({ "200": given });
    for (status, what) in ANYWHERE.iter().chain(refusals) {
        responses[*status] = content::<Refusal>(types, what);
    }
    responses
}

/// What the service says of itself.
fn state(description: &str) -> Value {
    let schema = json!({
        "type": "object",
        "properties": { "status": { "type": "string" }, "engine": { "type": "string" } },
        "required": ["status"]
    });
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

fn content<T: JsonSchema>(types: &mut SchemaGenerator, description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/json": { "schema": types.subschema_for::<T>() } }
    })
}
