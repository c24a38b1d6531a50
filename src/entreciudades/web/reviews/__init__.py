"""The reviewers' space: what they are asked to assess, whether they may, their scores."""
