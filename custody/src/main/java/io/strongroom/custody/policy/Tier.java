package io.strongroom.custody.policy;

/// A named requirement that ladders and limits step up to.
public record Tier(String name, Requirement requirement) {}
