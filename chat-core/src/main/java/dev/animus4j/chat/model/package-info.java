/**
 * {@link dev.animus4j.chat.model.ChatModel} with its requests, responses and decorators, and the
 * detection of promised images for any model. Values and one interface; nothing here knows HTTP or
 * a provider.
 */
@NullMarked
package dev.animus4j.chat.model;

import org.jspecify.annotations.NullMarked;
