package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Op;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.sql.DataSource;

/** Window of messages of LangChain4j. */
final class LangChainMemory implements DurableMemory {
  private final LangChainRows rows;
  private final List<ChatMemory> memories = new ArrayList<>();

  LangChainMemory(DataSource database, int conversations, int window) {
    this.rows = new LangChainRows(database);
    for (int i = 0; i < conversations; i++) {
      memories.add(
          MessageWindowChatMemory.builder()
              .id(DurableMemory.id(i))
              .maxMessages(window)
              .chatMemoryStore(rows)
              .build());
    }
  }

  @Override
  public Op.Blocking appends(long first) {
    AtomicLongArray numbers = new AtomicLongArray(memories.size());
    return slot -> {
      long number = first + numbers.getAndIncrement(slot);
      memories.get(slot).add(message(number));
      return number;
    };
  }

  private static ChatMessage message(long number) {
    String text = DurableMemory.text(number);
    return DurableMemory.isQuestion(number) ? UserMessage.from(text) : AiMessage.from(text);
  }

  @Override
  public List<Long> numbers(int conversation) {
    return rows.getMessages(DurableMemory.id(conversation)).stream()
        .map(LangChainMemory::text)
        .map(DurableMemory::number)
        .toList();
  }

  private static String text(ChatMessage message) {
    return message instanceof UserMessage question
        ? question.singleText()
        : String.valueOf(((AiMessage) message).text());
  }
}
