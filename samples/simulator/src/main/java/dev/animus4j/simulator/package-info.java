/**
 * Simulated provider on loopback. It speaks the Animus, OpenAI-compatible, Gemini and Cloudflare
 * wire protocols, needs no key and no network, replies by simple rules that say they are simulated,
 * renders real PNGs, and fails on demand. It shares no code with the SDK: the two ends agree by
 * protocol, not by sharing a bug.
 *
 * <p>Path of a request: {@code SimulatorVerticle} receives it, {@code Routes} finds its responder,
 * {@code ScriptQueue} may replace the response by a {@link
 * dev.animus4j.simulator.ScriptedResponse}, and {@code ResponseWriter} writes the {@code
 * SimulatedResponse}, with the delays and faults of the script.
 *
 * <p>Faults are scripted in Java, with {@link dev.animus4j.simulator.Simulator#script}; or by a
 * request for itself, in a header such as {@code X-Simulate: status=503; header=Retry-After: 1;
 * delay=200} or {@code X-Simulate: gap=50; cut=400}; or over HTTP, where {@code POST
 * /_control/script} takes a list such as {@code [{"path": "/images/edits", "status": 429, "times":
 * 2}]}. {@code ScriptReader} lists all names. {@code GET /_control/requests} lists the received
 * requests, DELETE drops them, and {@code PATCH /_control/settings} takes {@code latency}, {@code
 * tokenLifetime} (milliseconds), {@code recording}, {@code bearers} and {@code revokeTokens}.
 */
@NullMarked
package dev.animus4j.simulator;

import org.jspecify.annotations.NullMarked;
