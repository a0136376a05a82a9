//! The OpenAPI document of the service, from the types that it reads and writes.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use tradecast::{Answer, LeverSpec, MAX_HORIZON, MAX_PATHS, MIN_PATHS, Solution};
use tradecast_ask::{AnswerRequest, BatchAnswer, BatchRequest, Refusal, SolveRequest, WithWarnings};
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
        "/v1/solve": { "post": operation::<SolveRequest, WithWarnings<Solution>>(
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
    set(
        types,
        "/QuestionInput/properties/assumptions",
        json!({ "maxProperties": levers, "propertyNames": { "maxLength": text } }),
    );
    for of in ["horizon", "paths", "seed"] {
        set(types, &format!("/QuestionInput/properties/{of}"), json!({ "maximum": u32::MAX }));
    }
    // In a batch, a question with a value out of its bounds is an error row, and the others are answered.
    types["BatchQuestion"] = types["QuestionInput"].clone();
    set(
        types,
        "/BatchQuestion",
        json!({ "description": "A question of a batch, as in `QuestionInput`; one with a value out of bounds is an error row of its own." }),
    );
    let by = &types["QuestionInput"]["properties"]["by"]["description"];
    types["BatchQuestion"]["properties"]["by"] =
        json!({ "description": by, "type": ["string", "null"], "maxLength": text });
    set(
        types,
        "/BatchRequest/properties/questions",
        json!({ "maxItems": answers, "items": { "$ref": "#/components/schemas/BatchQuestion" } }),
    );
    set(types, "/QuestionInput/properties/horizon", json!({ "minimum": 1, "maximum": MAX_HORIZON }));
    set(types, "/QuestionInput/properties/paths", json!({ "minimum": MIN_PATHS, "maximum": MAX_PATHS }));
    set(types, "/QuestionInput/properties/levels", json!({ "minItems": 1, "maxItems": 20 }));
    set(types, "/QuestionInput/properties/levels/items", json!({ "minimum": 1, "maximum": 99.9 }));
    // One of the two; null is as good as absent.
    let one = |given: &str, other: &str| json!({ "required": [given], "properties": { given: { "type": "number", "exclusiveMinimum": 0 }, other: { "type": "null" } } });
    set(
        types,
        "/QuestionInput",
        json!({ "oneOf": [one("target", "target_multiple"), one("target_multiple", "target")] }),
    );
    set(types, "/GoalInput/properties/probability", json!({ "minimum": 0.001, "maximum": 0.999 }));
    set(
        types,
        "/GoalInput/properties/levers",
        json!({ "minProperties": 1, "maxProperties": 100, "propertyNames": { "maxLength": text } }),
    );
    set(types, "/Data/anyOf/0", json!({ "maxLength": body }));
    set(types, "/Data/anyOf/1", json!({ "maxItems": observations }));
    set(types, "/Observation/properties/source", json!({ "maxLength": note }));
    set(types, "/Observation/properties/note", json!({ "maxLength": note }));
    set(types, "/Priors/properties/source", json!({ "maxLength": note }));
    set(types, "/Priors/properties/as_of", json!({ "minimum": i32::MIN, "maximum": i32::MAX }));
    set(types, "/Priors/properties/series", json!({ "maximum": usize::MAX }));
    for of in ["series", "origins", "outcomes", "arrivals", "longest_lead"] {
        set(types, &format!("/PanelRecord/properties/{of}"), json!({ "maximum": usize::MAX }));
    }
    for of in ["first_origin", "last_origin"] {
        set(
            types,
            &format!("/PanelRecord/properties/{of}"),
            json!({ "minimum": i32::MIN, "maximum": i32::MAX }),
        );
    }
    for of in ["series", "windows"] {
        set(types, &format!("/GrowthOver/properties/{of}/items"), json!({ "maximum": u32::MAX }));
    }
}

/// Adds bounds to a place among the types.
fn set(types: &mut Value, path: &str, bounds: Value) {
    let place = types.pointer_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
    if let (Value::Object(place), Value::Object(bounds)) = (place, bounds) {
        place.extend(bounds);
    }
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
