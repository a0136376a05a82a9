//! Metrics for Prometheus.

use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper bounds of the durations that are told apart, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

/// What a request was about. Paths are those of the routes, so that strangers cannot add any.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RequestLabels {
    pub(crate) path: String,
    pub(crate) method: &'static str,
    pub(crate) status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PathLabel {
    path: String,
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct CodeLabel {
    pub(crate) code: &'static str,
}

/// Why the service closed a connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct ReasonLabel {
    pub(crate) reason: &'static str,
}

/// The metrics of a service.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<PathLabel, Histogram, fn() -> Histogram>,
    pub(crate) refusals: Family<CodeLabel, Counter>,
    pub(crate) requests_in_flight: Gauge,
    pub(crate) connections_accepted: Counter,
    pub(crate) connections_refused: Counter,
    pub(crate) connections_closed: Family<ReasonLabel, Counter>,
    pub(crate) bytes_received: Counter,
    pub(crate) bytes_sent: Counter,
    connections_open: Gauge,
    connections_idle: Gauge,
    queue_running: Gauge,
    queue_waiting: Gauge,
    body_memory: Gauge,
    response_memory: Gauge,
    log_lines_dropped: Counter,
}

/// What is measured when somebody asks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Now {
    pub(crate) connections_open: usize,
    pub(crate) connections_idle: usize,
    pub(crate) queue_running: usize,
    pub(crate) queue_waiting: usize,
    pub(crate) body_memory: usize,
    pub(crate) response_memory: usize,
    pub(crate) log_lines_dropped: u64,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut all = Self {
            registry: Registry::with_prefix("tradecast"),
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            refusals: Family::default(),
            requests_in_flight: Gauge::default(),
            connections_accepted: Counter::default(),
            connections_refused: Counter::default(),
            connections_closed: Family::default(),
            bytes_received: Counter::default(),
            bytes_sent: Counter::default(),
            connections_open: Gauge::default(),
            connections_idle: Gauge::default(),
            queue_running: Gauge::default(),
            queue_waiting: Gauge::default(),
            body_memory: Gauge::default(),
            response_memory: Gauge::default(),
            log_lines_dropped: Counter::default(),
        };
        let registry = &mut all.registry;
        registry.register("requests", "Requests that ended", all.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "From the headers of a request to the end of its response",
            Unit::Seconds,
            all.durations.clone(),
        );
        registry.register("refusals", "Refusals, by their code", all.refusals.clone());
        let gauges = [
            ("requests_in_flight", "Requests that have begun and not ended", &all.requests_in_flight),
            ("connections_open", "Connections", &all.connections_open),
            ("connections_idle", "Connections without a request", &all.connections_idle),
            ("queue_running", "Requests that are computed", &all.queue_running),
            ("queue_waiting", "Requests that wait for a thread", &all.queue_waiting),
            ("body_memory_bytes", "Memory that large bodies take", &all.body_memory),
            ("response_memory_bytes", "Memory that large responses take", &all.response_memory),
        ];
        for (name, help, gauge) in gauges {
            registry.register(name, help, gauge.clone());
        }
        let counters = [
            ("connections_accepted", "Connections let in", &all.connections_accepted),
            ("connections_refused", "Connections beyond a limit", &all.connections_refused),
            ("received_bytes", "Bytes that clients sent", &all.bytes_received),
            ("sent_bytes", "Bytes that clients were sent", &all.bytes_sent),
            ("log_lines_dropped", "Lines of the log that nobody took in time", &all.log_lines_dropped),
        ];
        for (name, help, counter) in counters {
            registry.register(name, help, counter.clone());
        }
        let closed = all.connections_closed.clone();
        registry.register("connections_closed", "Connections that the service closed, by reason", closed);
        all
    }
}

impl Metrics {
    /// Counts a request that has ended.
    pub(crate) fn ended(&self, request: RequestLabels, seconds: f64) {
        self.durations.get_or_create(&PathLabel { path: request.path.clone() }).observe(seconds);
        self.requests.get_or_create(&request).inc();
    }

    /// All of them in the text format of Prometheus.
    pub(crate) fn text(&self, now: Now) -> String {
        let gauges = [
            (&self.connections_open, now.connections_open),
            (&self.connections_idle, now.connections_idle),
            (&self.queue_running, now.queue_running),
            (&self.queue_waiting, now.queue_waiting),
            (&self.body_memory, now.body_memory),
            (&self.response_memory, now.response_memory),
        ];
        for (gauge, value) in gauges {
            gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        }
        let dropped = now.log_lines_dropped.saturating_sub(self.log_lines_dropped.get());
        self.log_lines_dropped.inc_by(dropped);
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry).expect("memory takes it");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_told() {
        let metrics = Metrics::default();
        let labels = RequestLabels { path: "/v1/answer".to_owned(), method: "POST", status: 200 };
        metrics.ended(labels, 0.02);
        metrics.refusals.get_or_create(&CodeLabel { code: "busy" }).inc();
        metrics.bytes_sent.inc_by(7);
        let text = metrics.text(Now { queue_waiting: 3, log_lines_dropped: 2, ..Now::default() });
        for line in [
            "# TYPE tradecast_requests_total counter",
            r#"tradecast_requests_total{path="/v1/answer",method="POST",status="200"} 1"#,
            r#"tradecast_request_duration_seconds_bucket{path="/v1/answer",le="0.025"} 1"#,
            r#"tradecast_request_duration_seconds_bucket{path="/v1/answer",le="0.01"} 0"#,
            r#"tradecast_refusals_total{code="busy"} 1"#,
            "tradecast_sent_bytes_total 7",
            "tradecast_queue_waiting 3",
            "tradecast_log_lines_dropped_total 2",
        ] {
            assert!(text.lines().any(|told| told.starts_with(line)), "{line} is not in\n{text}");
        }
    }
}
