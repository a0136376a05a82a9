//! The OpenAPI document of the service, from the types that it reads and writes.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use tradecast::{Answer, LeverSpec, MAX_HORIZON, MAX_PATHS, MIN_PATHS, Solution};
use tradecast_ask::{AnswerRequest, BatchAnswer, BatchRequest, Refusal, SolveRequest};
use tradecast_serve::Limits;

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
    let mut document = json!({
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
    });
    bound(&mut document["components"]["schemas"], &Limits::default());
    document
}

/// Says the limits of a request where it has words for them.
fn bound(types: &mut Value, limits: &Limits) {
    let Limits { body, text, note, levers, observations, answers, .. } = *limits;
    for of in ["Options", "QuestionInput"] {
        let fields = types[of]["properties"].as_object_mut().into_iter().flatten();
        for (_, field) in fields.filter(|(_, field)| field["type"] == json!(["string", "null"])) {
            field["maxLength"] = json!(text);
        }
    }
    let mut set = |path: &str, bounds: Value| {
        let place = types.pointer_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
        if let (Value::Object(place), Value::Object(bounds)) = (place, bounds) {
            place.extend(bounds);
        }
    };
    set("/QuestionInput/properties/horizon", json!({ "minimum": 1, "maximum": MAX_HORIZON }));
    set("/QuestionInput/properties/paths", json!({ "minimum": MIN_PATHS, "maximum": MAX_PATHS }));
    set("/QuestionInput/properties/seed", json!({ "maximum": u32::MAX }));
    set("/QuestionInput/properties/levels", json!({ "minItems": 1, "maxItems": 20 }));
    set("/QuestionInput/properties/levels/items", json!({ "minimum": 1, "maximum": 99.9 }));
    set(
        "/QuestionInput/properties/assumptions",
        json!({ "maxProperties": levers, "propertyNames": { "maxLength": text } }),
    );
    // One of the two; null is as good as absent.
    let one = |given: &str, other: &str| json!({ "required": [given], "properties": { given: { "type": "number", "exclusiveMinimum": 0 }, other: { "type": "null" } } });
    set(
        "/QuestionInput",
        json!({ "oneOf": [one("target", "target_multiple"), one("target_multiple", "target")] }),
    );
    set("/GoalInput/properties/probability", json!({ "minimum": 0.001, "maximum": 0.999 }));
    set(
        "/GoalInput/properties/levers",
        json!({ "minProperties": 1, "maxProperties": 100, "propertyNames": { "maxLength": text } }),
    );
    set("/BatchRequest/properties/questions", json!({ "maxItems": answers }));
    set("/Data/anyOf/0", json!({ "maxLength": body }));
    set("/Data/anyOf/1", json!({ "maxItems": observations }));
    set("/Observation/properties/source", json!({ "maxLength": note }));
    set("/Observation/properties/note", json!({ "maxLength": note }));
    set("/Priors/properties/source", json!({ "maxLength": note }));
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
