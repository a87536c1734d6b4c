package dev.animus4j.checks.simulation;

import dev.animus4j.chat.guard.Verdict;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Supplier;

/**
 * Planned verdict of the guardrail.
 *
 * @param verdict may never emit, and may throw when called
 * @param judged the expected result
 */
record PlannedVerdict(Supplier<Single<Verdict>> verdict, ExpectedModeration judged) {}
