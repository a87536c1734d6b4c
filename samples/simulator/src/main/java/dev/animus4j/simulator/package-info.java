/**
 * A provider on loopback. It speaks the Animus and the OpenAI-compatible wire protocols, needs no
 * key and no network, answers by simple rules that say they are simulated, draws real PNGs, and
 * fails on demand. It shares no code with the SDK: the two ends agree by protocol, not by sharing a
 * bug.
 *
 * <p>How a request travels: {@code Reception} takes it in, {@code Routes} finds who answers, {@code
 * Scripts} may put a {@link dev.animus4j.simulator.Scripted} answer in the way, and {@code
 * Delivery} writes the {@code Answer} out, as slowly or as badly as the script says.
 */
@NullMarked
package dev.animus4j.simulator;

import org.jspecify.annotations.NullMarked;
