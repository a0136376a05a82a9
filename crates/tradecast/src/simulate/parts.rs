//! What the paths know of the parts: who belongs to whom, and each part's share of the total.

use std::sync::{Arc, OnceLock};

use crate::series::composition::Composition;
use crate::simulate::shares;

/// The parts of a composition, parents before their children, with their share of the total in every path.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) nodes: Vec<Node>,
    composition: Composition,
    seed: u32,
    paths: usize,
    /// What surprises add to the log of the total, lead after lead, all paths of a lead together.
    surprise: Arc<[f64]>,
    /// Of each group the shares of its parts, in the order of its children, laid out like the surprises; simulated when first
    /// asked for.
    groups: Vec<OnceLock<Vec<Box<[f32]>>>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) parent: Option<usize>,
    pub(crate) leaf: bool,
    pub(crate) in_corridor: bool,
    /// The group in which it is, and its place there.
    place: (usize, usize),
}

impl Parts {
    pub(crate) fn new(composition: &Composition, seed: u32, paths: usize, surprise: &Arc<[f64]>) -> Self {
        let groups = composition.groups();
        let nodes = composition.parts().iter().enumerate().map(|(index, part)| Node {
            id: part.id.to_string(),
            parent: part.parent.as_ref().and_then(|parent| composition.index(parent)),
            leaf: groups.iter().all(|group| group.parent != Some(index)),
            in_corridor: part.in_corridor,
            place: groups
                .iter()
                .enumerate()
                .find_map(|(g, group)| Some((g, group.children.iter().position(|child| *child == index)?)))
                .expect("every part is in a group"),
        });
        Self {
            nodes: nodes.collect(),
            composition: composition.clone(),
            seed,
            paths,
            surprise: Arc::clone(surprise),
            groups: groups.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// With the shares of the parts of the total given, instead of simulated.
    pub(crate) fn with_parts_of_total(mut self, given: Vec<Box<[f32]>>) -> Self {
        self.groups[0] = OnceLock::from(given);
        self
    }

    pub(crate) fn composition(&self) -> &Composition {
        &self.composition
    }

    /// Shares of the total, one a path; leads are counted from 0.
    pub(crate) fn share(&self, part: usize, lead: usize) -> &[f32] {
        &self.shares(part)[lead * self.paths..(lead + 1) * self.paths]
    }

    fn shares(&self, part: usize) -> &[f32] {
        let (group, place) = self.nodes[part].place;
        let shares = self.groups[group].get_or_init(|| {
            let group = &self.composition.groups()[group];
            let whole = group.parent.map(|parent| self.shares(parent));
            shares::simulate(&self.composition, group, whole, &self.surprise, (self.seed, self.paths))
        });
        &shares[place]
    }

    /// Whether a part is another, or belongs to it.
    pub(crate) fn is_within(&self, part: usize, group: usize) -> bool {
        part == group || self.nodes[part].parent.is_some_and(|parent| self.is_within(parent, group))
    }
}
