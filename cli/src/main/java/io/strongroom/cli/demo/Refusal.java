package io.strongroom.cli.demo;

/// What a node answered to one forgery.
///
/// @param attempt what was asked of it
/// @param signed true if it did what was asked
/// @param code typed reason
/// @param message one sentence
record Refusal(String node, String attempt, boolean signed, String code, String message) {}
