/**
 * What may be said and drawn: a {@link dev.animus4j.chat.guard.Guardrail} judges what the user says
 * before a model is asked, what the model says and thinks before it is delivered, and what a
 * picture shall show before it is drawn. It allows, replaces or withholds.
 *
 * <p>What is withheld is nowhere afterwards: in no event, not in the history, and in no request to
 * a model. An interrupted message that has no verdict yet is not remembered either. An answer of
 * which nothing is left is a failed message, and nothing is drawn or added; else it goes on with
 * what is left. Words are not told while they come when {@link
 * dev.animus4j.chat.guard.Stage#OUTPUT} is judged: a model is asked for its answer in one piece,
 * which also is what the moderation of Animus needs.
 *
 * <p>Not judged are tool calls and their results, what a caller does by hand with completions or
 * with the history, and pictures that a model draws into its answer without promising them: judge
 * what the user asks for. What is said between the calls of tools is judged with the answer; within
 * that answer the model is sent it before, as is a second model that looks for promised pictures.
 */
@NullMarked
package dev.animus4j.chat.guard;

import org.jspecify.annotations.NullMarked;
