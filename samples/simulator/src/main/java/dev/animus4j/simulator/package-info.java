/**
 * A provider on loopback. It speaks the Animus, OpenAI-compatible, Gemini and Cloudflare wire
 * protocols, needs no key and no network, answers by simple rules that say they are simulated,
 * draws real PNGs, and fails on demand. It shares no code with the SDK: the two ends agree by
 * protocol, not by sharing a bug.
 *
 * <p>How a request travels: {@code Reception} takes it in, {@code Routes} finds who answers, {@code
 * Scripts} may put a {@link dev.animus4j.simulator.Scripted} answer in the way, and {@code
 * Delivery} writes the {@code Answer} out, as slowly or as badly as the script says.
 *
 * <p>Faults are told in Java, with {@link dev.animus4j.simulator.Simulator#script}; or by a request
 * about itself, in a header such as {@code X-Simulate: status=503; header=Retry-After: 1;
 * delay=200} or {@code X-Simulate: gap=50; cut=400}; or over HTTP, where {@code POST
 * /_control/script} takes a list such as {@code [{"path": "/images/edits", "status": 429, "times":
 * 2}]}. {@code ScriptReader} says all the names. {@code GET /_control/requests} shows what came in,
 * DELETE forgets it, and {@code PATCH /_control/settings} takes {@code latency}, {@code
 * tokenLifetime} (milliseconds), {@code recording}, {@code bearers} and {@code revokeTokens}.
 */
@NullMarked
package dev.animus4j.simulator;

import org.jspecify.annotations.NullMarked;
