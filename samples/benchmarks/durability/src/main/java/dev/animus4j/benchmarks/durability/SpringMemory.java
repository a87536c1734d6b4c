package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Op;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.sql.DataSource;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Window of messages of Spring AI, in its table. */
final class SpringMemory implements DurableMemory {
  private static final String SCHEMA =
      "org/springframework/ai/chat/memory/repository/jdbc/schema-postgresql.sql";

  private final int conversations;
  private final JdbcChatMemoryRepository repository;
  private final ChatMemory memory;

  SpringMemory(DataSource database, int conversations, int window) {
    this.conversations = conversations;
    new ResourceDatabasePopulator(new ClassPathResource(SCHEMA)).execute(database);
    this.repository = JdbcChatMemoryRepository.builder().dataSource(database).build();
    this.memory =
        MessageWindowChatMemory.builder()
            .chatMemoryRepository(repository)
            .maxMessages(window)
            .build();
  }

  @Override
  public Op.Blocking appends(long first) {
    AtomicLongArray numbers = new AtomicLongArray(conversations);
    return slot -> {
      long number = first + numbers.getAndIncrement(slot);
      memory.add(DurableMemory.id(slot), message(number));
      return number;
    };
  }

  private static Message message(long number) {
    String text = DurableMemory.text(number);
    return DurableMemory.isQuestion(number) ? new UserMessage(text) : new AssistantMessage(text);
  }

  @Override
  public List<Long> numbers(int conversation) {
    return repository.findByConversationId(DurableMemory.id(conversation)).stream()
        .map(it -> DurableMemory.number(String.valueOf(it.getText())))
        .toList();
  }
}
