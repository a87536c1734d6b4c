package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Op;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages of conversations in a database, by one of the contenders. */
interface DurableMemory {
  /** The length of a question, and that of an answer. */
  int[] LENGTHS = {200, 1_000};

  /** Digits at the beginning of each text. */
  Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * Appends messages to the conversation of the slot, one after the other. The units of each are
   * its number, from {@code first} on.
   */
  Op appends(long first) throws Exception;

  /** The numbers of the messages of a conversation that are stored, in their order. */
  List<Long> numbers(int conversation) throws Exception;

  /** Id of a conversation. */
  static String id(int conversation) {
    return "c" + conversation;
  }

  /** Whether it is a question, not an answer. */
  static boolean isQuestion(long number) {
    return number % 2 == 1;
  }

  /** Text with a number in it. */
  static String text(long number) {
    String head = number + " ";
    return head + "x".repeat(LENGTHS[isQuestion(number) ? 0 : 1] - head.length());
  }

  /** The number in a text. */
  static long number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.lookingAt() ? Long.parseLong(matcher.group()) : -1;
  }
}
