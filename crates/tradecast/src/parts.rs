//! What the paths know of the parts: who belongs to whom, and each part's share of the total.

/// The parts of a composition, parents before their children, with their share of the total in every future.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    pub(crate) nodes: Vec<Node>,
    pub(crate) paths: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) parent: Option<usize>,
    pub(crate) leaf: bool,
    pub(crate) in_corridor: bool,
    /// Lead after lead, all paths of a lead together.
    pub(crate) share: Vec<f32>,
}

impl Parts {
    pub(crate) fn share(&self, part: usize, lead: usize) -> &[f32] {
        &self.nodes[part].share[lead * self.paths..(lead + 1) * self.paths]
    }
}

impl Parts {
    /// Whether a part is another, or belongs to it.
    pub(crate) fn is_within(&self, part: usize, group: usize) -> bool {
        part == group || self.nodes[part].parent.is_some_and(|parent| self.is_within(parent, group))
    }
}
