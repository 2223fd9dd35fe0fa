### What Tally says, in Spanish. English (`en.ftl`) explains what is put in.

## Figures

figure-partly-estimated = { $cost }, de ello { $estimated } estimado
figure-milliseconds = { $count } ms
figure-seconds = { $count } s

## Signing in

auth-sign-in = Iniciar sesión
auth-sign-in-title = Te damos la bienvenida
auth-sign-in-subtitle = Inicia sesión para seguir con tus chats.
auth-sign-in-to-shared = Inicia sesión para ver el chat que compartieron contigo.
auth-no-account = ¿Aún no tienes cuenta?
auth-create-one = Crea una
auth-register-title = Crea tu cuenta
auth-register-subtitle = Chatea con modelos y ve cuánto cuesta cada respuesta.
auth-create-account = Crear cuenta
auth-have-account = ¿Ya tienes cuenta?
auth-have-password = ¿Ya tienes contraseña?
auth-sign-in-instead = Inicia sesión
auth-password-title = Elige tu contraseña
auth-password-subtitle = Este enlace sirve una vez e inicia tu sesión.
auth-set-password = Guardar contraseña
auth-email = Correo electrónico
auth-password = Contraseña
auth-name = Nombre
auth-name-hint = Así te saludamos y así te ven las personas de tus chats. Puedes dejarlo vacío.
auth-password-hint = Al menos 8 caracteres.
auth-show-password = Mostrar
auth-hide-password = Ocultar
auth-unreachable = El servidor no responde; inténtalo de nuevo en un momento.
auth-promise = Cada intercambio se cuenta hasta el último token y ningún presupuesto se excede nunca.
auth-language = Idioma
auth-passkey = Usar una llave de acceso
auth-passkey-not-confirmed = Tu dispositivo no lo confirmó; inténtalo de nuevo o entra de otra manera.
auth-code = Código
auth-code-hint = Las seis cifras que muestra ahora tu aplicación de autenticación.
auth-recovery-code = Código de recuperación
auth-recovery-code-hint = Uno de los diez que guardaste; cada uno sirve una vez.
auth-use-recovery-code = Usar un código de recuperación
auth-use-app = Usar la aplicación de autenticación
auth-forgot = ¿Olvidaste la contraseña?
auth-forgot-title = ¿Olvidaste la contraseña?
auth-forgot-subtitle = Con un enlace pones una nueva.
auth-send-link = Enviar enlace
auth-link-sent = Si esta dirección tiene una cuenta, va en camino un enlace. Sirve durante una hora.
auth-back-to-sign-in = Volver a iniciar sesión

## Frame: menus, account, theme

frame-skip = Ir al contenido
frame-skip-landmark = Atajos de esta página
frame-sidebar = Barra lateral
frame-open-menu = Abrir menú
frame-close-menu = Cerrar menú
frame-account = Cuenta
frame-usage = Consumo
frame-settings = Ajustes
frame-admin = Admin
frame-theme = Tema
frame-sign-out = Cerrar sesión
frame-budget = Presupuesto de tokens
frame-budget-used = { $percent } % usado
frame-budget-of = { $used } / { $limit }
frame-simulated = No hay ningún proveedor configurado: las respuestas son inventadas.
frame-nothing-title = Aquí no hay nada
frame-nothing-text = La dirección no es correcta o lo que había aquí ya no está.
frame-to-chats = Ir a tus chats
frame-copied = Copiado
frame-copy = Copiar
frame-close = Cerrar
frame-cancel = Cancelar
frame-delete = Eliminar
frame-save = Guardar
frame-retry = Reintentar
frame-loading = Cargando…
frame-newer = Más recientes
frame-older = Más antiguos
frame-pages = Páginas
frame-never = Nunca
frame-actions = Acciones
frame-title = Título

## Fields, tables and charts

field-missing = Este campo es necesario
field-no-email = Escribe una dirección como ada@example.com
field-no-number = Escribe un número entero
field-too-short = { $count ->
    [one] Escribe al menos { $count } carácter
   *[other] Escribe al menos { $count } caracteres
}
field-too-long = { $count ->
    [one] Escribe como máximo { $count } carácter
   *[other] Escribe como máximo { $count } caracteres
}
field-too-small = El mínimo es { $least }
field-too-large = El máximo es { $most }
field-wrong = Esto no puede ser correcto
day-choose = Elige un día
day-unreadable = Escribe un día como { $example }
day-too-early = El primer día es el { $day }
day-too-late = El último día es el { $day }
calendar-months = Meses
calendar-earlier = Mes anterior
calendar-later = Mes siguiente
table-back = Atrás
table-next = Siguiente
chart-as-table = Ver como tabla

## Connection and limits

connection-lost = Sin conexión, reintentando
connection-meanwhile = Puedes leer, copiar y seguir escribiendo; tu borrador se conserva.
connection-back = Conexión recuperada
connection-cannot-send = Sin conexión: se podrá enviar cuando vuelva
limits-places = Los { $limit } lugares para chats están ocupados. Elimina o archiva un chat para empezar otro.
limits-places-short = No hay lugar para un chat nuevo
limits-budget = Tu presupuesto de tokens está agotado. Se renueva el { $date }.
limits-budget-short = Tu presupuesto de tokens está agotado
limits-ask = { $name } puede darte más.
limits-raise = Puedes aumentarlo por tu cuenta.
limits-people = Usuarios y presupuestos
limits-where = Ver en qué se fue
limits-costly = Ver qué chats cuestan más
chat-new = Chat nuevo
conversation-made-up = { $name } · texto inventado
conversation-made-up-pictures = { $name } · imágenes inventadas
temporary-chat = Chat temporal
temporary-words = Chat temporal: no está en ninguna lista ni búsqueda, y su texto desaparece cuando lo dejas. Lo que cuesta queda en tus libros.

## Header of a chat

header-new-chat = Chat nuevo
header-unnamed = Chat sin nombre
header-title = Título
header-rename = Cambiar nombre
header-actions = Acciones del chat
header-export = Exportar
header-system-prompt = Instrucción del sistema
header-move = Mover a carpeta
header-archive = Archivar
header-unarchive = Sacar del archivo
header-delete = Eliminar
header-hide-sidebar = Ocultar barra lateral
header-show-sidebar = Mostrar barra lateral
gauge-window = Ventana de contexto
gauge-title = Lo que lleva consigo un mensaje
gauge-details = Contexto y coste
gauge-full = { $used } de { $window } tokens
gauge-full-share = { $full } de la ventana de contexto ({ $share })
gauge-tokens = { $tokens } tokens
gauge-system = Instrucción del sistema
gauge-history = { $count ->
    [one] { $count } mensaje anterior
   *[other] { $count } mensajes anteriores
}
gauge-carries-free = Añaden cerca de { $money } a cada mensaje. Sus { $tokens } tokens no salen de tu presupuesto.
gauge-carries-charged = Añaden cerca de { $tokens } tokens y { $money } a cada mensaje.
gauge-carries-nothing = No añaden dinero a ningún mensaje. Sus { $tokens } tokens no salen de tu presupuesto.
gauge-carries-tokens = Añaden cerca de { $tokens } tokens a cada mensaje.
gauge-left-out = { $count ->
    [one] { $count } mensaje anterior queda fuera.
   *[other] { $count } mensajes anteriores quedan fuera.
}
gauge-leave-out = Dejar fuera los mensajes antiguos
gauge-take-back = Volver a incluirlos
gauge-cost = { $count ->
    [0] Este chat no ha costado nada hasta ahora.
    [one] Este chat hasta ahora: { $tokens } tokens, { $money }, por { $count } respuesta.
   *[other] Este chat hasta ahora: { $tokens } tokens, { $money }, por { $count } respuestas.
}
gauge-cost-tokens = { $count ->
    [0] Este chat no ha costado nada hasta ahora.
    [one] Este chat hasta ahora: { $tokens } tokens por { $count } respuesta.
   *[other] Este chat hasta ahora: { $tokens } tokens por { $count } respuestas.
}
leave-out-here = Dejar fuera todo hasta aquí
leave-out-line = A los modelos no se les dice lo que está arriba
leave-out-back = Volver a incluirlo

## Models and parameters

models-model = Modelo
models-models = Modelos
models-choose = Elegir modelo
models-search = Buscar modelos
models-none = Sin modelo
models-not-found = Ningún modelo se llama «{ $query }»
models-made-up = texto inventado
models-no-price = No cuesta dinero
models-here = En este servidor
models-typical = { $money } por mensaje
models-typical-means = El precio de un mensaje es para 1.000 tokens enviados y 400 en la respuesta.
models-per-million = { $input } de entrada, { $output } de salida por millón de tokens
models-window = ventana de contexto de { $count }
models-takes-words = Lee y escribe texto
models-takes-image = Lee texto e imágenes, escribe texto
models-takes-document = Lee texto y documentos, escribe texto
models-takes-audio = Lee texto y sonido, escribe texto
models-takes-image-document = Lee texto, imágenes y documentos, escribe texto
models-takes-image-audio = Lee texto, imágenes y sonido, escribe texto
models-takes-document-audio = Lee texto, documentos y sonido, escribe texto
models-takes-image-document-audio = Lee texto, imágenes, documentos y sonido, escribe texto
models-in-plan = Parte del plan { $plan }; pregunta a un administrador
models-not-set-up = Sin configurar en este servidor
parameters-title = Ajustes de este chat
parameters-button = Ajustes del chat
parameters-changed = Ajustes del chat, modificados
parameters-usual = Lo habitual
parameters-prompt = Instrucción del sistema
parameters-prompt-hint = Lo primero que se le dice al modelo en este chat, cada vez.
parameters-prompt-long = Como máximo { $count } caracteres.
parameters-temperature = Temperatura
parameters-temperature-hint = Desde 0, las palabras más probables, hasta 2, las más atrevidas.
parameters-temperature-wrong = Escribe un número de 0 a 2.
parameters-longest = Respuesta más larga
parameters-longest-hint = En tokens, { $count } como máximo.
parameters-longest-wrong = Escribe un número entero de tokens.
parameters-effort = Esfuerzo de razonamiento
parameters-effort-hint = Cuánto piensa el modelo antes de responder. Pensar cuesta dinero.
parameters-effort-none = Ninguno
parameters-effort-minimal = Mínimo
parameters-effort-low = Bajo
parameters-effort-medium = Medio
parameters-effort-high = Alto
parameters-effort-xhigh = Muy alto
parameters-effort-max = Máximo
parameters-not-taken = { $model } no lo acepta; se guarda para otros modelos.
parameters-back = Volver a lo habitual
parameters-cancel = Cancelar
parameters-save = Guardar

## Composer and quotes

composer-message = Mensaje
composer-placeholder = Escribe un mensaje
composer-send = Enviar
composer-send-key = Enviar (Intro)
composer-stop = Detener
composer-stop-key = Detener (Esc)
composer-dismiss = Descartar
composer-archived = Este chat está archivado: se puede leer, pero no escribir en él.
composer-unarchive = Sacar del archivo
composer-writing = Se está escribiendo una respuesta; Esc la detiene
composer-sending = Enviando…
composer-too-long = { $count ->
    [one] Sobra { $count } carácter ({ $most } como máximo)
   *[other] Sobran { $count } caracteres ({ $most } como máximo)
}
composer-room = { $count ->
    [one] Queda { $count } carácter
   *[other] Quedan { $count } caracteres
}
composer-no-model = No hay ningún modelo configurado en este servidor
composer-not-usable = No se puede usar { $model }. { $why }
quote-line = Probablemente { $likely } tokens, { $money } · como máximo { $most } · quedarán { $left }
quote-line-tokens = Probablemente { $likely } tokens · como máximo { $most } · quedarán { $left }
quote-short = Probablemente { $likely } tokens, { $money }; como máximo { $most }
quote-short-tokens = Probablemente { $likely } tokens; como máximo { $most }
quote-free = No cuesta nada
quote-coming = Calculando lo que cuesta
quote-details = Lo que costará
quote-title = Lo que costará
quote-likely = Probable
quote-most = Como máximo
quote-tokens = Tokens
quote-part-message = Tu mensaje
quote-part-history = Mensajes anteriores
quote-part-system = Instrucción del sistema
quote-part-files = Archivos
quote-part-reply = Respuesta
quote-part-overhead = Cargo fijo
quote-part-total = Total
quote-from-mine-of-model = La respuesta probable es tan larga como la mayoría de las últimas que te dio este modelo.
quote-from-mine = La respuesta probable es tan larga como la mayoría de las últimas que te dieron todos los modelos.
quote-from-model = La respuesta probable es tan larga como la mayoría de las últimas de este modelo.
quote-from-guess = Aún hay muy pocas respuestas para juzgar: la longitud probable es una conjetura.
quote-history-free = { $count ->
    [one] Lo acompaña { $count } mensaje anterior. No lo paga tu presupuesto, sino el servidor.
   *[other] Lo acompañan { $count } mensajes anteriores. No los paga tu presupuesto, sino el servidor.
}
quote-history-charged = { $count ->
    [one] Lo acompaña { $count } mensaje anterior, a cargo de tu presupuesto.
   *[other] Lo acompañan { $count } mensajes anteriores, a cargo de tu presupuesto.
}
quote-dropped = { $count ->
    [one] { $count } mensaje anterior queda fuera.
   *[other] { $count } mensajes anteriores quedan fuera.
}
quote-dropped-files = { $count ->
    [one] { $count } archivo de un mensaje anterior no se envía.
   *[other] { $count } archivos de mensajes anteriores no se envían.
}
quote-held = El máximo se aparta mientras se escribe la respuesta; lo que no se use vuelve.
welcome-greeting = ¿En qué piensas?
welcome-greeting-name = ¿En qué piensas, { $name }?
welcome-promise = Cada respuesta muestra lo que costó, hasta el último token.
welcome-files = Puedes soltar imágenes, documentos y sonido en cualquier parte.
welcome-suggestions = Sugerencias
welcome-explain = Explicar algo
welcome-explain-text = Explica en tres párrafos cortos cómo funciona un presupuesto de tokens.
welcome-compare = Comparar en una tabla
welcome-compare-text = Compara SQLite y PostgreSQL en una tabla de Markdown con cinco filas.
welcome-code = Escribir código
welcome-code-text = Escribe una función de Python que combine dos listas ordenadas, con una prueba.
welcome-formula = Deducir una fórmula
welcome-formula-text = Deduce paso a paso la fórmula cuadrática, con todas las cuentas.
welcome-missing = Este chat no está aquí
welcome-start-new = Empezar un chat nuevo
welcome-loading = Cargando la conversación
composer-unanswered = El servidor no respondió. ¿Hay conexión?

## Files

attach = Adjuntar
attach-hint = Adjuntar imágenes, documentos, textos o sonido, { $count } como máximo
attach-files = Archivos
attach-remove = Quitar archivo
attach-retry = Intentarlo de nuevo
attach-open = Abrir { $name }
attach-sending-name = Enviando { $name }
attach-sending = Enviado el { $percent } % de { $size }
attach-checking = Se está revisando…
attach-ready = { $count ->
    [one] { $count } archivo está listo
   *[other] { $count } archivos están listos
}
attach-waits = Saldrá en cuanto hayan llegado todos los archivos
attach-wait-no-more = No enviar
attach-too-many = Un mensaje admite { $count } archivos como máximo; los demás se han dejado fuera.
attach-fault-first = Un archivo no se ha podido aceptar: quítalo o inténtalo de nuevo
attach-fault-too-large = Supera los { $count } MB, que es el máximo
attach-fault-empty = Este archivo está vacío
attach-fault-folder = No se puede enviar una carpeta; elige los archivos que contiene
attach-fault-unreachable = No ha llegado al servidor
attach-fault-gone = El servidor ya no tiene este archivo
attach-pasted = Texto pegado.txt
attach-see-files = Tus archivos
attach-cost = { $count ->
    [one] { $count } token, { $money }
   *[other] { $count } tokens, { $money }
}
attach-as-text = se envía como texto
attach-carried = Acompaña también a los mensajes siguientes mientras esté entre los últimos, y cuesta lo mismo cada vez.
attach-carried-all = { $count ->
    [one] El archivo acompaña también a los mensajes siguientes: { $tokens } tokens cada vez.
   *[other] Los archivos acompañan también a los mensajes siguientes: { $tokens } tokens cada vez.
}
attach-carried-all-money = { $count ->
    [one] El archivo acompaña también a los mensajes siguientes: { $tokens } tokens, { $money } cada vez.
   *[other] Los archivos acompañan también a los mensajes siguientes: { $tokens } tokens, { $money } cada vez.
}
attach-lacks-image = { $model } no puede ver imágenes.
attach-lacks-audio = { $model } no puede oír.
attach-lacks-image-audio = { $model } no puede ver imágenes ni oír.
attach-lacks-choose = Elige un modelo que pueda o quítalos.
attach-lacks-all = Ningún modelo de aquí puede; quítalos para seguir.
attach-switch = Cambiar de modelo
attach-drop = Suelta los archivos aquí
attach-drop-hint = Imágenes, documentos, textos y sonido
file-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
file-kib = { $size } KB
file-mib = { $size } MB
file-pages = { $count ->
    [one] { $count } página
   *[other] { $count } páginas
}
viewer-place = { $number } de { $count }
viewer-previous = Archivo anterior
viewer-next = Archivo siguiente
viewer-download = Descargar
viewer-failed = Este archivo no se puede mostrar.
viewer-as-words = El texto de este archivo, tal como lo leen los modelos. Descárgalo para verlo como es.
viewer-loading = Cargando el archivo
viewer-no-words = No hay palabras en este archivo.

## Dictation and reading aloud

dictate = Dictar
dictate-stop = Dejar de dictar
dictate-throw = Descartar
dictate-again = Enviar de nuevo
dictate-level = Volumen
dictate-asking = Pidiendo el micrófono…
dictate-listening = Escuchando, { $time } de { $longest }
dictate-keys = Esc la descarta
dictate-writing = Poniéndolo por escrito…
dictate-nothing = No se oyó nada; comprueba si es el micrófono correcto
dictate-denied = Esta página no puede usar el micrófono; permítelo en el navegador, junto a la dirección
dictate-no-device = No hay micrófono; conecta uno e inténtalo de nuevo
dictate-busy = El micrófono no se puede usar ahora; quizá lo tenga otro programa
dictate-unsafe = Los navegadores solo dan el micrófono a páginas con https
dictate-lost = La grabación no llegó; se guarda aquí hasta que la envíes de nuevo o la descartes
dictate-browser = Escucha tu navegador, y quizá también su fabricante
dictate-browser-failed = Tu navegador no pudo escuchar; inténtalo más tarde
dictate-off = Aquí no hay ningún modelo para dictar y este navegador no sabe escuchar por sí mismo
dictate-tokens = { $count ->
    [one] Puesto por escrito por { $count } token
   *[other] Puesto por escrito por { $count } tokens
}
read-aloud = Leer en voz alta
read-aloud-stop = Dejar de leer
read-aloud-preparing = Creando la voz…
read-aloud-no-voice = Este navegador no tiene voz
read-aloud-failed = No se pudo leer en voz alta
read-aloud-code = código
read-aloud-formula = fórmula

## Conversation

conversation = Conversación
conversation-earlier = Cargar mensajes anteriores
conversation-latest = Ir a lo último
conversation-writing = El asistente está escribiendo una respuesta

## Pictures that models draw

picture = Una imagen
picture-drawing = Dibujando la imagen…
picture-open = Abrir en grande
picture-download = Descargar
picture-copy = Copiar
picture-copied = Copiada
picture-not-copied = Este navegador no copia imágenes; descárgala en su lugar.
picture-use = Usar en el mensaje
picture-used = Añadida a tu mensaje
models-for-pictures = Para imágenes
models-draws = Dibuja imágenes
models-picture = { $money } por imagen
models-made-up-pictures = imágenes inventadas

## Receipts

receipt-title = Lo que costó esta respuesta
receipt-tokens = { $count ->
    [one] { $count } token
   *[other] { $count } tokens
}
receipt-tokens-cached = { $count ->
    [one] { $count } token, de la caché
   *[other] { $count } tokens, de la caché
}
receipt-message = Tu mensaje
receipt-files = Archivos
receipt-history = Mensajes anteriores
receipt-reply = Respuesta
receipt-system = Instrucción del sistema
receipt-overhead = Cargo fijo
receipt-waived = Perdonado
receipt-total = Total
receipt-charged = Cobrado
receipt-charged-nothing = 0: ya se respondió antes una pregunta idéntica
receipt-counted = Contado
receipt-by-usage = según el proveedor
receipt-by-usage-cached = según el proveedor, recuentos de la caché
receipt-by-api = contado por el proveedor
receipt-by-api-cached = contado por el proveedor, recuentos de la caché
receipt-by-estimate = estimado
receipt-by-estimate-cached = estimado, recuentos de la caché
receipt-cost = Coste
receipt-cost-estimated = { $cost }, estimado
receipt-share = { $count } ({ $percent } %)
receipt-billed = Facturado por el proveedor
receipt-billed-prompt = { $count } de entrada
receipt-billed-cached = { $count } de la caché
receipt-billed-output = { $count } de salida
receipt-billed-thinking = { $count } de razonamiento

## Continue, retry, compare, thinking

continue-reply = Continuar
retry-with = Reintentar con…
compare-title = Dos respuestas, lado a lado
compare-keep = Quedarse con esta
compare-stop = Detener { $model }
compare-with = Comparar con otro modelo
compare-with-model = Comparar con { $model }
compare-hint = Pregunta a dos modelos a la vez: dos respuestas, cada una con su precio
compare-not = Preguntar a un solo modelo
thinking-now = Pensando…
thinking-before = Lo que pensó el modelo
thinking-took = { $seconds ->
    [one] Pensó { $seconds } segundo
   *[other] Pensó { $seconds } segundos
}
thinking-took-tokens = { $seconds ->
    [one] Pensó { $seconds } segundo · { $tokens } tokens
   *[other] Pensó { $seconds } segundos · { $tokens } tokens
}

## Reading a reply: code, tables, diagrams, quotes, feedback

message-you = Tú
message-assistant = Asistente
message-typing = El asistente está escribiendo
message-actions = Acciones del mensaje
message-edit = Editar
message-edit-box = Editar mensaje
message-edit-hint = Al guardar se pregunta de nuevo; esta versión se conserva.
message-save = Guardar
message-cancel = Cancelar
message-retry = Reintentar
message-regenerate = Responder de nuevo
message-like = Me gusta
message-dislike = No me gusta
message-others-like = { $count ->
    [one] A { $count } persona más le gusta esto
   *[other] A { $count } personas más les gusta esto
}
message-others-dislike = { $count ->
    [one] A { $count } persona más no le gusta esto
   *[other] A { $count } personas más no les gusta esto
}
message-quote = Citar
message-cut = La respuesta se cortó.
message-failed = Algo salió mal; no se escribió ninguna respuesta.
message-stopped = Esta respuesta se detuvo.
message-ended-length = Cortada en la respuesta más larga permitida.
message-ended-budget = Detenida aquí: el presupuesto de tokens no alcanzó para más.
message-ended-safety = El modelo se interrumpió por motivos de seguridad.
message-left-out = { $count ->
    [one] { $count } mensaje anterior se dejó fuera.
   *[other] { $count } mensajes anteriores se dejaron fuera.
}
message-copy = Copiar
message-copied = Copiado
message-copy-markdown = Copiar como Markdown
message-copy-text = Copiar como texto
message-previous-version = Versión anterior
message-next-version = Versión siguiente
message-version = Versión { $number } de { $count }
reply-close = Cerrar
feedback-title = ¿Qué falló en esta respuesta?
feedback-not-true = No es correcta
feedback-not-asked = No es lo que pedí
feedback-style = Estilo o tono
feedback-length = Demasiado larga o corta
feedback-refused = Se negó sin motivo
feedback-harmful = Dañina u ofensiva
feedback-words = Con tus palabras, si quieres
feedback-hint = Los administradores lo ven con tu correo, pero nada del chat.
feedback-skip = Omitir
feedback-submit = Enviar
feedback-thanks = Gracias
reply-wrap = Ajustar líneas
reply-download = Descargar
reply-code = Código, { $language }
reply-table = Tabla
reply-diagram = Diagrama
reply-diagram-coming = Dibujando el diagrama…
reply-diagram-of = Diagrama dibujado a partir de: { $source }
reply-diagram-fault = No se pudo dibujar este diagrama ({ $fault }).
reply-as-code = Ver como código
reply-open-large = Abrir en grande
reply-zoom-in = Acercar
reply-zoom-out = Alejar
reply-zoom-reset = Volver al tamaño completo
reply-zoom = { $percent } %
reply-large-hint = + y − cambian el tamaño, 0 vuelve al inicio, las flechas mueven.
reply-not-drawn = Este mensaje no se pudo presentar y está aquí tal como se escribió.
reply-thinking = Razonamiento
reply-details = Detalles
reply-load-image = Cargar imagen de { $host }
reply-load-image-of = Cargar imagen de { $host }: { $what }
reply-other-site = otro sitio
reply-task-done = Hecho
reply-task-open = Pendiente
reply-diagram-no-size = No tiene tamaño

## Others in a chat

others-title = Aquí ahora
others-here-one = { $first } está aquí
others-here-two = { $first } y { $second } están aquí
others-here-three = { $first }, { $second } y { $third } están aquí
others-here-more = { $first }, { $second } y { $count } más están aquí
others-came-one = { $first } acaba de llegar
others-came-two = { $first } y { $second } acaban de llegar
others-came-three = { $first }, { $second } y { $third } acaban de llegar
others-came-more = { $first }, { $second } y { $count } más acaban de llegar
others-writing-one = { $first } está escribiendo…
others-writing-two = { $first } y { $second } están escribiendo…
others-writing-three = { $first }, { $second } y { $third } están escribiendo…
others-writing-more = { $first }, { $second } y { $count } más están escribiendo…

## Chat list

sidebar-chats = Chats
sidebar-new-chat = Chat nuevo
sidebar-search = Buscar chats
sidebar-pinned = Fijados
sidebar-today = Hoy
sidebar-yesterday = Ayer
sidebar-earlier = Anteriores
sidebar-untitled = Chat nuevo
sidebar-chat-actions = Acciones del chat: { $title }
sidebar-rename = Cambiar nombre
sidebar-pin = Fijar
sidebar-unpin = Dejar de fijar
sidebar-move = Mover a carpeta
sidebar-archive = Archivar
sidebar-unarchive = Sacar del archivo
sidebar-delete = Eliminar
sidebar-cancel = Cancelar
sidebar-save = Guardar
sidebar-undo = Deshacer
sidebar-show-older = Mostrar chats más antiguos
sidebar-loading = Cargando…
sidebar-try-again = Reintentar
sidebar-none = Aún no hay chats. Empieza uno arriba.
sidebar-none-found = Ningún chat contiene «{ $query }»
sidebar-places-left = Quedan { $left } de { $places } chats
sidebar-select = Seleccionar chats
sidebar-choose = Seleccionar { $title }
sidebar-choose-all = Seleccionar todo
sidebar-chosen = { $count } seleccionados
sidebar-chosen-actions = Chats seleccionados
sidebar-delete-one = ¿Eliminar este chat?
sidebar-delete-one-text = «{ $title }» va a la papelera por 30 días y libera un lugar. Los tokens que usó quedan en tus libros.
sidebar-delete-many = ¿Eliminar { $count } chats?
sidebar-delete-many-text = Van a la papelera por 30 días y liberan sus lugares. Los tokens que usaron quedan en tus libros.
sidebar-gone-already = Ya estaba eliminado
sidebar-deleted = { $count ->
    [one] Chat eliminado
   *[other] { $count } chats eliminados
}
sidebar-archived = { $count ->
    [one] Chat archivado
   *[other] { $count } chats archivados
}
sidebar-unarchived = { $count ->
    [one] Chat sacado del archivo
   *[other] { $count } chats sacados del archivo
}
sidebar-restored = { $count ->
    [one] Chat recuperado
   *[other] { $count } chats recuperados
}
sidebar-moved = { $count ->
    [one] Chat movido
   *[other] { $count } chats movidos
}
sidebar-taken-out = { $count ->
    [one] Chat sacado de su carpeta
   *[other] { $count } chats sacados de sus carpetas
}
sidebar-unread = Sin leer

## Folders, archive, trash

sidebar-all-chats = Todos los chats
sidebar-folders = Carpetas
sidebar-new-folder = Nueva carpeta
sidebar-edit-folder = Editar carpeta
sidebar-folder-actions = Acciones de la carpeta: { $name }
sidebar-new-chat-here = Chat nuevo en esta carpeta
sidebar-more-folders = Mostrar más carpetas
sidebar-folder-text = Los chats nuevos de esta carpeta empiezan con su modelo y su instrucción del sistema.
sidebar-folder-name = Nombre de la carpeta
sidebar-folder-model = Modelo
sidebar-folder-model-usual = El habitual
sidebar-folder-prompt = Instrucción del sistema
sidebar-folder-find = Buscar o crear una carpeta
sidebar-folder-make = Nueva carpeta «{ $name }»
sidebar-no-folder = Sin carpeta
sidebar-move-title = Mover a carpeta
sidebar-move-one = Elige una carpeta para «{ $title }».
sidebar-move-many = Elige una carpeta para { $count } chats.
sidebar-delete-folder = ¿Eliminar esta carpeta?
sidebar-delete-folder-text = «{ $title }» desaparece. Sus chats se quedan.
sidebar-none-in-folder = Aún no hay chats en «{ $name }»
sidebar-archive-view = Archivados
sidebar-archive-text = Los chats archivados no ocupan lugar; se pueden leer, no continuar.
sidebar-none-archived = No hay nada archivado
sidebar-trash = Papelera
sidebar-shared = Compartidos conmigo
sidebar-none-shared = Nadie te ha invitado todavía a un chat
sidebar-is-shared = Compartido
sidebar-owned-by = de { $name }
sidebar-deleted-by = Eliminado por { $name }
sidebar-trash-text = Los chats eliminados se quedan aquí 30 días. Después su texto desaparece del todo; lo que usaron queda en tus libros.
sidebar-none-deleted = La papelera está vacía
sidebar-empty-trash = Vaciar papelera
sidebar-empty-trash-sure = ¿Vaciar la papelera?
sidebar-empty-trash-text = El texto de estos chats desaparecerá del todo. Los tokens y el dinero que usaron quedan en tus libros, sin título.
sidebar-restore = Recuperar
sidebar-restore-chat = Recuperar { $title }
sidebar-days-left = { $count ->
    [one] queda 1 día
   *[other] quedan { $count } días
}

## Search and palette

search-filters = Filtros: in:archive, in:trash, in:"nombre de carpeta", model:nombre, after:2026-11-01, before:2026-12
palette-title = Buscar y comandos
palette-hint = Busca chats o escribe un comando
palette-results = Resultados
palette-recent = Chats recientes
palette-chats = Chats y mensajes
palette-commands = Comandos
palette-models = Modelos
palette-pages = Páginas
palette-slash = Comandos con barra y plantillas
palette-none = Nada se llama «{ $query }» y ningún chat lo contiene
palette-count = { $count ->
    [one] 1 resultado
   *[other] { $count } resultados
}
palette-theme = Claro u oscuro
palette-archive-chat = Archivar este chat
palette-admin = Panel
palette-people = Usuarios
palette-audit = Auditoría

## Shortcuts

shortcuts-title = Atajos
shortcuts-text = Elige un atajo para darle otras teclas. Se guardan en este navegador.
shortcuts-palette = Buscar y comandos
shortcuts-new-chat = Chat nuevo
shortcuts-search = Buscar en la lista de chats
shortcuts-composer = Escribir un mensaje
shortcuts-sidebar = Mostrar u ocultar la barra lateral
shortcuts-delete-chat = Eliminar este chat
shortcuts-shortcuts = Mostrar los atajos
shortcuts-send = Enviar el mensaje
shortcuts-line = Línea nueva en un mensaje
shortcuts-stop = Detener la respuesta
shortcuts-commands = Comandos y plantillas, en un mensaje vacío
shortcuts-change = Cambiar las teclas de «{ $name }», ahora { $keys }
shortcuts-press = Pulsa las teclas…
shortcuts-reset = Usar las teclas habituales
shortcuts-done = Listo
shortcuts-taken = { $keys } ya se usa para «{ $name }». Elige otras teclas.
shortcuts-of-browser = El navegador se reserva { $keys }. Elige otras teclas.
shortcuts-of-page = { $keys } hace falta para escribir y moverse. Añade Ctrl o Alt.

## Commands and prompts

commands-title = Comandos
commands-found = { $count ->
    [one] { $count } entrada
   *[other] { $count } entradas
}
slash-help = Muestra los comandos
slash-usage = Dice cuánto queda de tu presupuesto de tokens
slash-image = Dibuja una imagen; cuesta tokens
slash-model = Elige el modelo de este chat
slash-title = Da nombre a este chat
slash-system = Fija lo primero que se le dice al modelo en este chat
slash-export = Te da este chat como archivo
slash-takes-name = nombre
slash-takes-text = texto
prompts-title = Plantillas
prompts-hint = Textos para reutilizar: escribe / en un mensaje y elige una por su nombre.
prompts-none = Aún no hay plantillas. Guarda un texto que escribas una y otra vez, con huecos como {"{{"}idioma{"}}"} para rellenar.
prompts-new = Nueva plantilla
prompts-edit = Editar
prompts-edit-title = Editar plantilla
prompts-form-hint = Lo que está entre llaves dobles, como {"{{"}idioma{"}}"}, se pregunta cada vez.
prompts-name = Nombre
prompts-name-hint = Lo que escribes tras /: letras, cifras, «-» y «_».
prompts-description = Para qué sirve
prompts-text = Texto
prompts-everybody = Compartir con todos aquí
prompts-who = De quién
prompts-mine = Mías
prompts-shared = Compartida
prompts-delete = Eliminar
prompts-delete-one = Eliminar { $name }
prompts-delete-title = ¿Eliminar esta plantilla?
prompts-delete-text = /{ $name } desaparece del todo.
prompts-delete-text-shared = /{ $name } desaparece del todo, para todos.
prompts-fill-title = Rellenar /{ $name }
prompts-use = Usar plantilla

## Settings: files

files-title = Archivos
files-hint = Imágenes, documentos y grabaciones que enviaste o que los modelos dibujaron para ti.
files-used = { $used } de { $limit } en uso
files-room = Espacio para archivos
files-name = Nombre
files-size = Tamaño
files-added = Añadido
files-none = Todavía no hay archivos. Adjunta uno a un mensaje y aparecerá aquí.
files-delete = Eliminar
files-delete-one = Eliminar { $name }
files-delete-title = ¿Eliminar este archivo?
files-delete-text = { $name } desaparece de esta lista para siempre. Los chats en los que se envió lo conservan hasta que se eliminen.
files-deleted = Se ha eliminado { $name }.

## Import

import-title = Importar chats
import-hint = Trae tus chats de ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui u otro Tally. No cuesta nada.
import-choose = Importar
import-choose-hint = JSON o zip, hasta { $count } MiB. También varios archivos a la vez.
import-sending = Enviando { $name }
import-reading = Revisando { $name }
import-saving = Guardando chats: { $done } de { $total }
import-done = { $count ->
    [one] Ya está aquí { $count } chat de { $source }.
   *[other] Ya están aquí { $count } chats de { $source }.
}
import-nothing-new = Todos los chats de este archivo ya estaban aquí.
import-archived = { $count ->
    [one] { $count } de ellos está en el archivo: tu lista no tiene lugar para él.
   *[other] { $count } de ellos están en el archivo: tu lista no tiene lugar para todos, y uno queda libre para un chat nuevo.
}
import-known = { $count ->
    [one] { $count } ya estaba aquí y se omitió.
   *[other] { $count } ya estaban aquí y se omitieron.
}
import-left-out = Quedó fuera:
import-left-pictures = { $count ->
    [one] { $count } imagen
   *[other] { $count } imágenes
}
import-left-recordings = { $count ->
    [one] { $count } grabación
   *[other] { $count } grabaciones
}
import-left-files = { $count ->
    [one] { $count } archivo
   *[other] { $count } archivos
}
import-left-tools = { $count ->
    [one] { $count } uso de una herramienta
   *[other] { $count } usos de herramientas
}
import-left-errors = { $count ->
    [one] { $count } respuesta fallida
   *[other] { $count } respuestas fallidas
}
import-left-empty-chats = { $count ->
    [one] { $count } chat vacío
   *[other] { $count } chats vacíos
}
import-left-cut-texts = { $count ->
    [one] el final de { $count } texto muy largo
   *[other] los finales de { $count } textos muy largos
}
import-too-large = { $name } supera los { $count } MiB. Si es un zip, descomprímelo y elige conversations.json.
import-unreachable = El archivo no llegó. Revisa tu conexión e inténtalo de nuevo.
import-stopped-at = La importación se detuvo en { $name }.
import-failed = La importación se interrumpió y no hay nada de ella aquí. Inténtalo de nuevo.
import-open = Mostrar mis chats
import-where = ¿De dónde saco el archivo?
import-where-chatgpt = Configuración, Controles de datos, Exportar datos. Llega por correo un enlace a un zip.
import-where-claude = Configuración, Privacidad, Exportar datos. Llega por correo un enlace a un zip.
import-where-open-webui = Configuración, Controles de datos, Exportar chats.
import-where-librechat = En un chat: su menú, Exportar, como JSON, con ramas. Un archivo por chat.
import-where-chat-ui = Configuración, Exportar tus datos, donde tu servidor lo ofrezca.
import-where-tally = En un chat: su menú, Exportar, JSON. Un archivo por chat.

## Usage

usage-title = Consumo
usage-subtitle = Tu presupuesto de tokens y en qué se fue.
usage-period = Este período
usage-budget-said = { $used } de { $limit } tokens usados, { $reserved } reservados
usage-used = Usado
usage-of-limit = de { $limit } tokens
usage-remaining = Restante
usage-tokens = tokens
usage-reserved = Reservado
usage-reserved-words = para respuestas en curso
usage-lasts = Durará
usage-lasts-words = al ritmo de los últimos 7 días
usage-lasts-past-reset = Hasta que se renueve
usage-lasts-nothing = No queda nada
usage-lasts-under-a-day = Menos de un día
usage-lasts-days = { $count ->
    [one] Cerca de { $count } día
   *[other] Cerca de { $count } días
}
usage-resets = Se renueva el
usage-since = en curso desde el { $since }
usage-spent = Tu presupuesto está agotado. Podrás volver a enviar cuando se renueve.
usage-nearly-spent = Has gastado el { $percent } % de tu presupuesto. Quedan { $remaining } tokens hasta que se renueve.
usage-by-day = Por día
usage-by-day-words = Tokens de los últimos 30 días
usage-by-day-said = Tokens usados en cada uno de los últimos 30 días; la tabla de abajo tiene las cifras
usage-by-day-none = No se usó nada en los últimos 30 días.
usage-by-day-table = Tokens por día
usage-day = Día
usage-by-model = Por modelo
usage-last-days = Tokens de los últimos 30 días
usage-by-model-none = No se usó ningún modelo en los últimos 30 días.
usage-by-key = Por clave
usage-by-key-none = No se usó ninguna clave en los últimos 30 días.
usage-browser = Navegador
usage-costly = Chats más caros
usage-costly-words = Al eliminar un chat se libera su lugar; lo que consumió queda en los libros.
usage-costly-none = Ningún chat ha costado nada todavía.
usage-chat = Chat
usage-exchanges = Intercambios
usage-cost = Coste
usage-delete-chat = Eliminar { $title }
usage-delete-title = ¿Eliminar este chat?
usage-delete-text = «{ $title }» sale de tu lista. Lo que consumió queda en los libros.
usage-deleted = Chat eliminado. Lo que consumió queda en los libros.
usage-undo = Deshacer
usage-ledger = Libro de cuentas
usage-ledger-words = Cada cambio de tu presupuesto, primero el más reciente.
usage-ledger-none = Aún no hay nada anotado. Tu primer mensaje lo será.
usage-when = Cuándo
usage-what = Qué
usage-left-after = Queda después
usage-key = Clave
usage-new-chat = Chat nuevo
usage-deleted-chat = Chat eliminado
usage-names-chat = Título de «{ $chat }»
usage-dictation = Dictado
usage-reading-aloud = Lectura de una respuesta en voz alta
# $name: of a chat or an organisation
usage-name-deleted = { $name } (eliminado)
usage-program = Programa: { $key }
usage-granted = Presupuesto concedido
usage-lowered = Presupuesto reducido
usage-held = Apartado para una respuesta
usage-held-otherwise = Apartado
usage-returned = Apartado devuelto
usage-charged = Respuesta cobrada
usage-charged-otherwise = Cobrado
usage-overrun = Exceso pagado por el operador

## Settings

settings-title = Ajustes
settings-profile = Perfil
settings-profile-hint = Así te saludamos y así te ven los administradores y las personas de tus chats.
settings-email = Correo electrónico
settings-name = Nombre
settings-name-saved = Tu nombre está guardado.
settings-password = Contraseña
settings-password-hint = Al menos 8 caracteres. Al cambiarla se cierran todas las demás sesiones.
settings-current-password = Contraseña actual
settings-new-password = Contraseña nueva
settings-change-password = Cambiar contraseña
settings-password-changed = Tu contraseña ha cambiado. Se cerraron todas las demás sesiones.
settings-sessions = Sesiones
settings-sessions-hint = Dónde tienes la sesión abierta ahora. Cierra las que no reconozcas.
settings-place = Dónde
settings-since = Desde
settings-this-session = Esta sesión
settings-sign-out = Cerrar sesión
settings-sign-out-of = Cerrar la sesión de { $device }, desde { $moment }
settings-device = { $browser } en { $system }
settings-unknown-browser = Navegador desconocido
settings-appearance = Apariencia
settings-appearance-hint = Se guarda en este navegador.
settings-colours = Colores
settings-colours-system = Como el sistema
settings-colours-light = Claro
settings-colours-dark = Oscuro
settings-language = Idioma
settings-language-hint = Se guarda con tu cuenta: vale dondequiera que inicies sesión.
settings-language-browser = Como el navegador

## Settings: sign-ins, second factor, passkeys

settings-last-used = Último uso
settings-by-password = Con contraseña
settings-by-code = Con contraseña y código
settings-by-passkey = Con llave de acceso
settings-by-provider = Con un proveedor de identidad
settings-by-link = Con un enlace
settings-sign-out-others = Cerrar todas las demás
settings-sign-out-others-title = ¿Cerrar sesión en todos los demás sitios?
settings-sign-out-others-text = Los demás navegadores y programas tendrán que iniciar sesión de nuevo. Aquí la tuya sigue abierta.
settings-others-ended = { $count ->
    [0] No había más sesiones abiertas.
    [one] Se cerró otra sesión.
   *[other] Se cerraron otras { $count } sesiones.
}
second-factor-title = Segundo factor
second-factor-hint = Un código de una aplicación de tu teléfono, que se pide tras la contraseña: quien solo sepa esta se queda fuera.
second-factor-off = No hay ninguna aplicación de autenticación configurada.
second-factor-on = Activado
second-factor-since = Desde { $moment }.
second-factor-set-up = Configurar aplicación de autenticación
second-factor-set-up-text = Primero demuestra que eres tú.
second-factor-new-codes = Nuevos códigos de recuperación
second-factor-new-codes-text = Los códigos anteriores dejan de servir.
second-factor-turn-off = Desactivar
second-factor-turn-off-text = Para iniciar sesión solo se pedirá la contraseña. Se cierran todas las demás sesiones.
second-factor-scan-title = Escanéalo con tu aplicación
second-factor-scan-text = Sirve cualquier aplicación de autenticación. Escribe después el código que muestra.
second-factor-picture = Código QR para la aplicación de autenticación
second-factor-secret = O escribe esta clave en la aplicación:
second-factor-open-app = Abrir en una aplicación de este dispositivo
second-factor-code-hint = Las seis cifras que muestra ahora la aplicación.
second-factor-confirm = Confirmar
second-factor-codes-title = Tus códigos de recuperación
second-factor-codes-text = Cada uno sirve una vez, cuando no tengas la aplicación a mano. Guárdalos en un lugar seguro: no se vuelven a mostrar.
second-factor-download = Descargar
second-factor-kept = Ya los he guardado
proof-password = Tu contraseña
proof-code = Código de tu aplicación o de recuperación
proof-go-on = Continuar
passkeys-title = Llaves de acceso
passkeys-hint = Inicia sesión con la huella, la cara o el PIN de tu dispositivo, sin contraseña ni código.
passkeys-none = Aún no hay llaves de acceso.
passkeys-name = Nombre
passkeys-added = Añadida
passkeys-add = Añadir una llave de acceso
passkeys-add-text = Dale un nombre para reconocerla. Después, tu dispositivo te pide que confirmes.
passkeys-call-it = Cómo llamarla
passkeys-rename = Cambiar nombre
passkeys-rename-one = Cambiar el nombre de { $name }
passkeys-remove = Quitar
passkeys-remove-one = Quitar { $name }
passkeys-remove-text = Ya no deja entrar a nadie y se cierran todas las demás sesiones. Quítala también de tu dispositivo.
passkeys-unsupported = Este navegador no crea llaves de acceso aquí: necesitan https o una página de este equipo con nombre.
passkeys-not-confirmed = Tu dispositivo no lo confirmó; no se añadió nada.
second-factor-codes-left = { $count ->
    [one] Queda un código de recuperación.
   *[other] Quedan { $count } códigos de recuperación.
}

audit-password-change = Cambió la contraseña
audit-second-factor-enable = Configuró una aplicación de autenticación
audit-second-factor-disable = Quitó la aplicación de autenticación
audit-second-factor-reset = Quitó a alguien el segundo factor y las llaves de acceso
audit-recovery-codes-create = Creó nuevos códigos de recuperación
audit-passkey-create = Añadió una llave de acceso
audit-passkey-delete = Quitó una llave de acceso
audit-sessions-end = Cerró todas las demás sesiones
audit-field-authenticator = Aplicación de autenticación
audit-field-passkeys = Llaves de acceso
audit-field-sessions = Sesiones
audit-field-by = Por

people-factor = Restablecer segundo factor
people-factor-title = ¿Restablecer el segundo factor?
people-factor-text = Se quitan la aplicación de autenticación, los códigos de recuperación y las llaves de acceso de { $email }, y se cierran todas sus sesiones. La contraseña sigue igual. Hazlo para quien sepas que ha perdido sus dispositivos.
people-factor-reset = Se restableció el segundo factor de { $email }.

## Mail

# $name: of the person; $link: an address
mail-password-link-subject = Pon una contraseña nueva
mail-password-link-text = Hola, { $name }:

    alguien, esperamos que tú, pidió una contraseña nueva para tu cuenta de Tally. Ponla aquí:

    { $link }

    El enlace sirve una vez, durante una hora. Si no fuiste tú, no hagas nada: tu contraseña sigue igual.
mail-password-changed-subject = Se cambió tu contraseña
# $site: an address
mail-password-changed-text = Hola, { $name }:

    se acaba de cambiar la contraseña de tu cuenta de Tally en { $site } y se cerraron las demás sesiones. Si no fuiste tú, pon enseguida una contraseña nueva y avisa a un administrador.
mail-second-factor-changed-subject = Se cambió tu inicio de sesión
mail-second-factor-changed-text = Hola, { $name }:

    se acaba de añadir o quitar una aplicación de autenticación o una llave de acceso en tu cuenta de Tally en { $site }. Si no fuiste tú, cierra las demás sesiones en Ajustes, cambia tu contraseña y avisa a un administrador.

## API keys

keys-title = Claves de API
keys-hint = Con una clave, tus programas, editores y scripts usan los modelos a cargo de tu presupuesto.
keys-new = Nueva clave
keys-places = { $count } de { $most } claves
keys-places-full = { $count } de { $most } claves, todas las que puedes tener: revoca una para crear otra
keys-name = Nombre
keys-made = Creada
keys-last-used = Último uso
keys-used = Usado este mes
keys-expires = Caduca
keys-expired = Caducada
keys-edit = Editar
keys-revoke = Revocar
keys-revoke-one = Revocar { $name }
keys-none = Aún no hay claves. Crea una para cada programa que vaya a usar los modelos: paga de tu presupuesto, nunca más que el tope que le des, y puedes revocarla por separado.
keys-only = Solo { $models }
keys-no-cap = sin tope
keys-of-cap = de { $cap }
keys-name-hint = El programa que la recibe, como «CI» o «editor de mi portátil».
keys-cap = Tope
keys-cap-hint = Tokens por mes natural (UTC), de tu presupuesto. Vacío: sin tope propio.
keys-expires-hint = A partir de entonces se rechaza.
keys-expires-as-is = Como está: { $moment }
keys-in-days = { $count ->
    [one] En { $count } día
   *[other] En { $count } días
}
keys-in-a-year = En un año
keys-on-a-date = En una fecha…
keys-last-day = Último día
keys-models = Modelos
keys-models-hint = Sin marcar ninguno: todos los modelos de tu plan.
keys-model-not-set-up = { $model }, sin configurar
keys-model-gone = { $model }, ya no se ofrece
keys-make = Crear clave
keys-edit-title = Editar clave
keys-new-hint = Se muestra una sola vez, al crearla.
keys-edit-hint = Los cambios valen al instante; la clave sigue siendo la misma.
keys-saved = { $name } guardada
keys-revoke-title = ¿Revocar esta clave?
keys-revoke-text = Todo programa que use «{ $name }» se rechaza desde ahora, y la respuesta que esté recibiendo se detiene. Esto no se puede deshacer. Lo que consumió la clave queda en los libros.
keys-revoked = { $name } está revocada. Lo que consumió queda en los libros.
keys-issued-title = Tu nueva clave
keys-issued-text = Copia «{ $name }» ahora: no se vuelve a mostrar y nadie puede consultarla. Si se pierde, revócala y crea otra.
keys-issued-label = Clave de API
keys-issued-base = URL base para editores y otras aplicaciones
keys-issued-copy = Copiar { $what }
keys-issued-docs = Todas las llamadas y sus campos están en la documentación de la API.

## Admin: dashboard

admin-pages = Administración
admin-dashboard = Panel
admin-users = Usuarios
admin-audit = Auditoría
dashboard-subtitle = Quién usa qué y cuánto cuesta.
dashboard-live = En vivo. Cifras de las { $time }.
dashboard-csv = Descargar CSV
dashboard-filters = Filtros
dashboard-from = Desde
dashboard-to = Hasta
dashboard-model = Modelo
dashboard-all-models = Todos los modelos
dashboard-user = Usuario
dashboard-user-example = Correo electrónico
dashboard-apply = Aplicar
dashboard-usage = Consumo
dashboard-by-day = Por día y modelo
dashboard-by-day-words = Tokens cobrados (días en UTC)
dashboard-by-day-said = Tokens cobrados por día y modelo; la tabla de abajo tiene las cifras
dashboard-by-day-table = Tokens por día y modelo
dashboard-nothing = No se usó nada en estos días.
dashboard-day = Día
dashboard-top-users = Mayor consumo
dashboard-no-users = Nadie usó ningún token.
dashboard-near-limit = Cerca de su límite
dashboard-nobody-near = Nadie ha gastado el { $share } de un presupuesto.
dashboard-group-by = Agrupar por
dashboard-organisation = Organización
dashboard-key = Clave de API
dashboard-tokens = Tokens
dashboard-billed = Tokens facturados
dashboard-cost = Coste
dashboard-exchanges = Intercambios
dashboard-errors = Errores
dashboard-no-exchange = Ningún intercambio coincide con estos filtros.
dashboard-more-rows = Se muestran las primeras filas; el CSV las tiene todas.
dashboard-total = Total
dashboard-other-models = Otros modelos
dashboard-today = Tokens hoy
dashboard-today-words = desde la medianoche, UTC
dashboard-month = Tokens este mes
dashboard-month-words = cargados a presupuestos
dashboard-active = Usuarios activos
dashboard-active-words = con algún intercambio en estos días
dashboard-error-rate = Tasa de errores
dashboard-error-rate-words = fallaron o se cortaron
dashboard-reply-cache = Respuestas guardadas
dashboard-reply-cache-words = de las respuestas no costó nada
dashboard-first-text = Tiempo hasta las primeras palabras
dashboard-first-text-words = la mitad tarda menos; 19 de 20, menos de { $slow }
dashboard-drift = Cobrado frente a facturado
dashboard-drift-words = { $charged } cobrados, { $billed } facturados
range-no-day = La dirección contiene un día que no existe. Elige los días arriba.
range-backwards = El primer día no puede ser posterior al último. Elige otros días.
range-too-long = Son más de diez años. Elige menos días.
range-unknown-group = Esa agrupación no existe. Elige una de las que hay sobre la tabla.
vendors = Proveedores
vendors-words = Un intercambio mínimo con cada proveedor que tiene clave; no se cobra a nadie.
vendors-check = Comprobar proveedores
vendors-busy = Preguntando…
vendors-none = Ningún proveedor tiene clave aquí; responde el modelo simulado.
vendors-vendor = Proveedor
vendors-reached = Alcanzado
vendors-models = Modelos conocidos
vendors-known-of = { $known } de { $all }
vendors-counted = Contados / facturados
vendors-cost = Coste
vendors-first-text = Primeras palabras
vendors-trouble = Problema
vendors-yes = sí
vendors-no = no

## Admin: people and organisations

people-subtitle = Presupuestos, planes, roles y organizaciones.
people-everybody = Todos
people-words = Los límites son tokens por mes natural (UTC). Cada cambio queda en la auditoría.
people-search = Buscar usuarios
people-search-example = Buscar por correo o nombre
people-nobody = Nadie coincide.
people-user = Usuario
people-used = Usado
people-limit = Límite
people-tier = Plan
people-role = Rol
people-last-seen = Última visita
people-type = Tipo
people-admin = administrador
people-is-user = usuario
people-individual = particular
people-business = empresa
people-verified-type = { $type }, verificado
people-deactivated = desactivado
people-edit = Editar
people-reset = Restablecer consumo
people-keys = Claves de API
people-link = Enlace de contraseña
people-reserved = { $count } reservados
people-next-limit = { $count } desde el próximo período
people-range = { $first } a { $last } de { $all }
people-range-open = { $first } a { $last } de más de { $all }
people-edit-title = Editar usuario
people-token-limit = Límite de tokens
people-token-limit-hint = Tokens por mes natural (UTC). Lo ya usado cuenta.
people-active = Activo
people-verified = Verificado
people-saved = { $email } guardado
people-reset-title = ¿Restablecer el consumo?
people-reset-text = { $email } vuelve a tener todo el límite desde ahora. Lo usado queda en los libros.
people-fresh = { $email } empieza un período nuevo
people-new = Nueva persona
people-new-words = Recibes un enlace para enviárselo; con él la persona elige su contraseña.
people-email = Correo electrónico
people-name = Nombre
people-make = Crear cuenta
people-link-title = Enlace para elegir contraseña
people-link-text = Para { $email }. Sirve una vez, hasta el { $until }, y solo se muestra ahora. Los enlaces anteriores ya no valen.
people-keys-title = Claves de API de { $email }
people-keys-words = Usado en este mes natural. Una revocación queda en la auditoría.
people-keys-none = Aquí no hay claves; las revocadas no aparecen.
people-revoke-text = Todo programa de { $email } que use «{ $name }» se rechaza desde ahora, y la respuesta que esté recibiendo se detiene. Esto no se puede deshacer. Lo que consumió la clave queda en los libros.
people-revoked = { $name } de { $email } está revocada
orgs = Organizaciones
orgs-words = Las personas de una organización pueden invitarse a sus chats, y comparten respuestas guardadas y una línea en los informes.
orgs-none = Ninguna todavía.
orgs-new = Nueva organización
orgs-new-example = Nombre de una nueva organización
orgs-add = Añadir
orgs-name = Nombre
orgs-people = Personas
orgs-organisation = Organización
orgs-no-organisation = Sin organización
orgs-rename = Cambiar nombre
orgs-rename-title = Cambiar el nombre de la organización
orgs-rename-text = «{ $name }» conserva su gente y su línea en los informes.
orgs-name-of = Nombre de la organización
orgs-delete-title = ¿Quitar esta organización?
orgs-delete-text = La gente de «{ $name }» se queda, sin organización. Lo que usó queda en los libros.
orgs-deleted = { $name } ya no está; su gente se queda

## Admin: audit

audit-subtitle = Quién hizo qué y a qué; aquí nada se puede cambiar.
audit-changes = Cambios
audit-newest-first = Primero los más recientes.
audit-none = Todavía no se ha cambiado nada.
audit-when = Cuándo
audit-who = Quién
audit-through = Por dónde
audit-what = Qué
audit-whom = A quién
audit-change = Cambio
audit-operator = Operador
audit-user-update = Cambió una cuenta
audit-user-create = Creó una cuenta
audit-password-link-create = Creó un enlace de contraseña
audit-password-set = Eligió contraseña con un enlace
audit-usage-reset = Restableció el consumo
audit-org-create = Creó una organización
audit-org-update = Cambió el nombre de una organización
audit-org-delete = Quitó una organización
audit-token-cache-empty = Vació la caché de tokens
audit-key-create = Creó una clave de API
audit-key-update = Cambió una clave de API
audit-key-revoke = Revocó una clave de API
audit-chat-archive = Archivó un chat
audit-chat-unarchive = Sacó un chat del archivo
audit-user-promote = Concedió el rol de administrador
audit-chat-delete = Eliminó un chat
audit-chat-restore = Recuperó un chat
audit-prompt-create = Compartió una plantilla
audit-prompt-update = Cambió una plantilla compartida
audit-prompt-delete = Eliminó una plantilla compartida
audit-chat-import = Importó chats
audit-trash-empty = Vació la papelera
audit-member-invite = Invitó a alguien a un chat
audit-member-update = Cambió los permisos de un miembro de un chat
audit-member-remove = Sacó a alguien de un chat
audit-member-leave = Salió de un chat
audit-field-token-limit = Límite mensual
audit-field-token-limit-this-period = Límite de este período
audit-field-tier = Plan
audit-field-role = Rol
audit-field-is-active = Activo
audit-field-email = Correo
audit-field-name = Nombre
audit-field-org-id = Organización
audit-field-user-type = Tipo
audit-field-email-verified = Correo verificado
audit-field-expires-at = Caduca
audit-field-models = Modelos
audit-field-user-id = Propietario
audit-field-user-ids = Su gente
audit-field-entries = Recuentos guardados
audit-field-description = Para qué sirve
audit-field-characters = Caracteres
audit-field-shared = Para todos
audit-field-source = De
audit-field-chats = Chats
audit-field-is-let-in = Entró
audit-field-total-tokens-used = Tokens usados
audit-by-browser = Navegador
audit-by-api = API
audit-by-key = Clave de API
audit-by-cli = Línea de comandos
audit-yes = sí
audit-no = no
audit-changed = { $field }: { $before } → { $after }

## Admin: feedback

admin-feedback = Opiniones
feedback-subtitle = Qué piensa la gente de las respuestas.
feedback-models = Modelos
feedback-models-hint = Respuestas que ahora gustan o no gustan, en todos los chats.
feedback-model = Modelo
feedback-likes = Gustan
feedback-dislikes = No gustan
feedback-liked = Aprobación
feedback-nothing = Nadie ha valorado todavía una respuesta.
feedback-said = Por qué no gustaron las respuestas
feedback-said-hint = Primero las más recientes. No se muestra nada de los chats, solo lo que se escribió aquí.
feedback-nothing-said = Nadie ha dicho todavía por qué.
feedback-when = Cuándo
feedback-who = Quién
feedback-why = Por qué
feedback-own-words = Con sus palabras

## Installed app and offline

offline-title = No se puede llegar a Tally
offline-text = Quizá no tengas conexión o el servidor no esté en marcha. Tus chats están a salvo allí: nada de lo que enviaste se pierde.
offline-retry = Reintentar

## What commands answer

command-command = comando
command-does = qué hace
command-does-help = muestra esta lista
command-does-usage = dice cuánto queda de tu presupuesto de tokens
command-does-image = dibuja lo que escribes; cuesta tokens
command-does-model = elige el modelo de este chat
command-does-title = da nombre a este chat
command-does-system = fija lo primero que se le dice al modelo en este chat; solo, vuelve a lo habitual
command-does-export = te da este chat como archivo
command-takes-name = NOMBRE
command-takes-text = TEXTO
command-cost-nothing = Los comandos no cuestan tokens, salvo `/image`.
command-your-prompts = Tus plantillas: { $names }.
command-is-prompt = `/{ $name }` es una plantilla; envía su texto para usarla:
command-unknown = No conozco ese comando. Estos son los que hay:
command-usage = Has usado **{ $used }** de { $limit } tokens ({ $percent }); quedan **{ $left }**. Tu presupuesto se renueva el { $day }.
command-model-chosen = Este chat habla ahora con **{ $model }**.
command-model-choices = Este chat habla con `{ $model }`. Puedes elegir entre { $models }.
command-image-empty = Escribe qué dibujar detrás del comando: `/image Un zorro en la nieve`
command-title-empty = Escribe el nombre detrás del comando: `/title Vacaciones`
command-title-temporary = Un chat temporal no tiene nombre.
command-title-set = Este chat tiene su nuevo nombre.
command-system-set = Desde ahora, esto es lo primero que se le dice al modelo en este chat.
command-system-usual = Desde ahora se le dice primero al modelo lo habitual.
command-export = Llévate este chat: { $links }.

## Members of chats
members-button = Miembros
members-title = Personas en este chat
members-text = Quien envía un mensaje paga la respuesta.
members-text-owner = Lo ven entero, desde el principio. Quien envía un mensaje paga la respuesta.
members-owner = Propietario
members-editor = Puede escribir
members-viewer = Puede leer
members-you = { $name } (tú)
members-email = Correo
members-role = Permiso
members-role-of = Lo que puede hacer { $name }
members-invite = Invitar
members-invite-hint = Solo entran quienes tienen cuenta en tu organización, y enseguida. No se envía ningún correo.
members-invited = Se invitó a { $email }
members-changed = { $name }: { $role }
members-remove = Quitar a { $name }
members-removed = { $name } ya no está en este chat
members-leave = Salir del chat
members-leave-sure = Ya no verás este chat. Solo su propietario puede volver a dejarte entrar. Pulsa otra vez para salir.
members-came = { $name } se unió
members-left = { $name } salió
members-taken-out = Se quitó a { $name }
members-only-read = Puedes leer este chat. Para escribir, pídeselo a su propietario.
members-only-read-archived = Su propietario archivó este chat. Todavía puedes leerlo.

## Errors: said in English by the server, looked up by their words; ids begin with `error-`

error-something = Algo salió mal
error-ours = Algo salió mal por nuestra parte
error-unavailable = El servicio no está disponible ahora; inténtalo de nuevo en un momento
error-database-away = La base de datos no responde; inténtalo de nuevo en un momento
error-redis-away = Redis no responde; inténtalo de nuevo en un momento
error-restarting = El servidor se está reiniciando; inténtalo de nuevo en un momento
error-restarted = El servidor se reinició; lo que llegó está guardado
error-stream-failed = Un fallo nuestro cortó la respuesta; lo que llegó está guardado
error-malformed = La petición está mal formada
error-too-large = La petición supera los 64 KiB
error-not-in-time = La petición no llegó a tiempo
error-method = Este método no está permitido aquí
error-other-site = Esta petición vino de otro sitio
error-idempotency = Esta Idempotency-Key se usó para otra petición
error-sign-in-first = Inicia sesión primero
error-wrong-credentials = El correo o la contraseña no son correctos
error-wrong-password = La contraseña actual no es correcta
error-code-needed = Escribe el código de tu aplicación de autenticación o uno de tus códigos de recuperación
error-code-wrong = Este código es incorrecto o ya se usó; espera al siguiente
error-code-wrong-clock = Este código es incorrecto; comprueba el reloj de tu dispositivo
error-app-is-there = Ya hay una aplicación de autenticación configurada; quítala primero
error-app-is-not-there = No hay ninguna aplicación de autenticación configurada
error-prove-again = Primero cierra la sesión y vuelve a iniciarla, para asegurar que eres tú
error-admins-second-factor = Aquí los administradores inician sesión con un segundo factor o una llave de acceso; configura uno en Ajustes
error-ticket = Tardó demasiado o ya estaba hecho; empieza de nuevo
error-passkeys-full = Una cuenta puede tener { $count } llaves de acceso; quita una primero
error-passkey-of-others = Otra persona pidió esta llave de acceso
error-passkey-refused = No se pudo comprobar esta llave de acceso; inténtalo de nuevo o entra de otra manera
error-passkey-is-there = Esta llave de acceso ya está aquí
error-passkey-gone = Esta llave de acceso no existe
error-passkey-unknown = Aquí no se conoce esta llave de acceso; puede que se haya quitado
error-passkeys-for-pages = Las llaves de acceso son para páginas
error-only-way-in = Es la única manera de entrar en tu cuenta; pon primero una contraseña
error-no-mail = Este servidor no envía correo; pide un enlace a un administrador
error-password-worst = Esta contraseña es de las que se adivinan primero; elige otra
error-account-off = Esta cuenta está desactivada; habla con un administrador
error-registration-closed = El registro está cerrado; pide una cuenta a un administrador
error-email-taken = Ya existe una cuenta con este correo, o con uno que se ve igual
error-email = Este correo no sirve: { $why }
error-name-length = El nombre debe tener de 1 a { $count } caracteres
error-language = El idioma debe ser uno de { $languages }
error-password-short = La contraseña debe tener al menos { $count } caracteres
error-password-long = La contraseña puede tener como máximo { $count } caracteres
error-password-signs = La contraseña no puede contener NUL ni medio carácter
error-password-link = Este enlace se usó, se sustituyó o caducó; pide uno nuevo
error-too-many-requests = Demasiadas peticiones; espera un momento
error-too-many-requests-seconds = Demasiadas peticiones; inténtalo de nuevo en { $seconds } s
error-too-many-requests-minute = Demasiadas peticiones; inténtalo de nuevo en un minuto
error-too-many-requests-minutes = Demasiadas peticiones; inténtalo de nuevo en { $minutes } minutos
error-too-many-sign-ins-seconds = Demasiados intentos fallidos; prueba de nuevo en { $seconds } s
error-too-many-sign-ins-minute = Demasiados intentos fallidos; prueba de nuevo en un minuto
error-too-many-sign-ins-minutes = Demasiados intentos fallidos; prueba de nuevo en { $minutes } minutos
error-too-many-guesses-seconds = Demasiadas respuestas incorrectas; prueba de nuevo en { $seconds } s
error-too-many-guesses-minute = Demasiadas respuestas incorrectas; prueba de nuevo en un minuto
error-too-many-guesses-minutes = Demasiadas respuestas incorrectas; prueba de nuevo en { $minutes } minutos
error-too-many-links-seconds = Se pidieron demasiados enlaces; prueba de nuevo en { $seconds } s
error-too-many-links-minute = Se pidieron demasiados enlaces; prueba de nuevo en un minuto
error-too-many-links-minutes = Se pidieron demasiados enlaces; prueba de nuevo en { $minutes } minutos
error-session-too-often-seconds = Se pidió esta sesión demasiadas veces; inténtalo de nuevo en { $seconds } s
error-session-too-often-minute = Se pidió esta sesión demasiadas veces; inténtalo de nuevo en un minuto
error-session-too-often-minutes = Se pidió esta sesión demasiadas veces; inténtalo de nuevo en { $minutes } minutos
error-forbidden = No puedes hacer esto
error-needs-person = Para esto alguien debe haber iniciado sesión; una clave de API no basta
error-needs-admin = Esto es solo para administradores
error-other-organisation = No formas parte de esta organización
error-nothing-here = Aquí no hay nada
error-cursor = `cursor` no viene de esta lista
error-chat-gone = Este chat no existe, fue eliminado o ya no participas en él
error-chat-id = Eso no es un identificador de chat
error-chat-of-somebody = Este chat es de otra persona
error-chat-archived = Este chat está archivado; recupéralo primero
error-chat-limit = No te queda lugar para otro chat; elimina o archiva uno primero
error-chat-limit-one = Tienes { $used } chats y tu plan tiene lugar para { $limit }; elimina o archiva uno primero
error-chat-limit-some = Tienes { $used } chats y tu plan tiene lugar para { $limit }; elimina o archiva algunos primero
error-chat-moved-on = Este chat siguió en otro lugar; recárgalo y envía de nuevo
error-chat-deleted-by = { $name } eliminó este chat
error-chat-rename-owner = Solo su propietario puede cambiar el nombre de este chat
error-chat-set-up-owner = Solo su propietario puede elegir el modelo y los ajustes de este chat
error-chat-archive-owner = Solo su propietario puede archivar este chat
error-chat-delete-owner = Solo su propietario puede eliminar o recuperar este chat
error-chat-invite-owner = Solo su propietario puede decidir quién está en este chat
error-chat-take-out-owner = Solo su propietario puede sacar a alguien de este chat
error-chat-share-owner = Solo su propietario puede compartir este chat con un enlace
error-chat-costs-owner = Solo su propietario puede ver lo que gastó cada persona aquí
error-chat-read-only-member = Puedes leer este chat, pero no escribir en él
error-member-gone = Esta persona no está en este chat
error-member-self = Ya estás en este chat: es tuyo
error-member-owner-stays = El propietario de un chat sigue siéndolo
error-member-owner-leaves = Este chat es tuyo: elimínalo o saca a los demás
error-member-temporary = Un chat temporal es solo para ti
error-member-no-room = En este chat no hay lugar para otra persona
error-member-room = Un chat tiene lugar para { $most } personas además de su propietario
error-edit-own-only = Solo puedes editar lo que escribiste tú
error-title-empty = El título está vacío
error-title-long = El título puede tener como máximo { $count } caracteres
error-system-prompt-long = La instrucción del sistema puede tener como máximo { $count } caracteres
error-folder-gone = Esta carpeta no existe
error-folder-name = El nombre de una carpeta tiene de 1 a { $count } caracteres
error-message-gone = Este mensaje no existe
error-message-length = Un mensaje debe tener entre 1 y { $count } caracteres
error-message-not-yours = Solo puedes editar tus propios mensajes
error-command-again = Los comandos no forman parte de la charla con un modelo; envíalo de nuevo
error-reply-only = Solo se puede volver a escribir una respuesta
error-reaction-only = Solo se valoran las respuestas
error-reason-long = Como máximo { $count } caracteres para decir por qué
error-reason-dislike = Solo se dan motivos cuando algo no gusta
error-reply-running = Aún se está escribiendo una respuesta en este chat; detenla o espera
error-prompt-empty = La entrada no tiene ningún mensaje que responder
error-prompt-long = La entrada es más larga que la ventana del modelo
error-session-gone = Esta sesión no existe
error-session-expired = Esta sesión ha caducado; empieza una nueva
error-session-of-somebody = Esta sesión es de otra persona
error-asked-before = Esta Idempotency-Key se usó en las últimas 24 horas; lo que se respondió no se guarda y no se puede dar de nuevo
error-idempotency-length = Idempotency-Key debe tener de 1 a { $count } caracteres
error-budget-used = Tu presupuesto de tokens está agotado
error-budget-message-reply = Este mensaje necesita hasta { $tokens } tokens y al menos { $reply } para una respuesta; a tu presupuesto le quedan { $left }
error-budget-message = Este mensaje necesita hasta { $tokens } tokens; a tu presupuesto le quedan { $left }
error-budget-message-reply-key = Este mensaje necesita hasta { $tokens } tokens y al menos { $reply } para una respuesta; al presupuesto de esta clave le quedan { $left }
error-budget-message-key = Este mensaje necesita hasta { $tokens } tokens; al presupuesto de esta clave le quedan { $left }
error-budget-message-reply-organisation = Este mensaje necesita hasta { $tokens } tokens y al menos { $reply } para una respuesta; al presupuesto de tu organización le quedan { $left }
error-budget-message-organisation = Este mensaje necesita hasta { $tokens } tokens; al presupuesto de tu organización le quedan { $left }
error-budget-less-organisation = Al presupuesto de tu organización le quedan menos de { $tokens } tokens
error-budget-less = A tu presupuesto le quedan menos de { $tokens } tokens
error-budget-less-key = Al presupuesto de esta clave le quedan menos de { $tokens } tokens
error-model-unknown = No hay ningún modelo llamado «{ $model }»
error-model-embeds = { $model } es para embeddings, no para chats
error-model-chats = { $model } es para chats, no para embeddings
error-model-plan = Este modelo no está en tu plan
error-model-other-plan = { $model } no está en el plan { $plan }; elige otro modelo
error-model-no-plan = { $model } no está en el plan { $plan }
error-model-not-set-up = Este modelo no está configurado en este servidor; elige otro
error-model-not-for-key = Esta clave de API no es para { $model }; es para { $others }
error-parameters = parámetros: { $name }: { $why }
error-provider = El proveedor del modelo tuvo un fallo
error-provider-busy = El proveedor del modelo está al límite; espera un momento
error-provider-overloaded = El proveedor del modelo está saturado; inténtalo en un momento o elige otro modelo
error-provider-quota = Se agotó la cuota o el crédito de este servidor en el proveedor del modelo; elige otro modelo o pide a un administrador que revise allí el plan y la facturación
error-provider-key = El proveedor del modelo rechazó la clave de este servidor; un administrador debería revisarla
error-provider-model = El proveedor no conoce este modelo o su dirección es incorrecta; elige otro o pide a un administrador que revise el catálogo
error-provider-window = Esta conversación es más larga que la ventana del modelo; acorta el mensaje, empieza un chat nuevo o elige un modelo con una ventana mayor
error-provider-size = La petición es mayor de lo que acepta el proveedor; acorta el mensaje o empieza un chat nuevo
error-provider-file = El proveedor del modelo no pudo leer un archivo de esta conversación: puede estar dañado, protegido o ser de un tipo que no acepta. Quita el archivo o elige otro modelo
error-provider-file-size = Un archivo de esta conversación es mayor de lo que acepta el proveedor del modelo, o hay demasiados; envía menos o más pequeños, o elige otro modelo
error-provider-parameter = El modelo no acepta uno de los parámetros que recibe; elige otro o pide a un administrador que revise sus límites en el catálogo
error-provider-silent = El proveedor del modelo no respondió a tiempo
error-picture-goes-on = Una imagen no se puede continuar; pide otra en su lugar
error-provider-no-picture = El modelo terminó sin imagen; inténtalo de nuevo o elige otro modelo
error-provider-bad-picture = El modelo envió una imagen que no se puede leer
error-provider-cut = El proveedor del modelo cortó la respuesta
error-provider-rejected = El proveedor del modelo rechazó la petición; un administrador encuentra su estado y código en el registro
error-provider-declined = El modelo no quiso responder por motivos de seguridad; intenta decirlo de otra forma
error-no-answer = El modelo terminó sin responder; inténtalo de nuevo o elige otro modelo
error-no-answer-in-time = El modelo agotó la respuesta más larga permitida sin responder; inténtalo de nuevo o elige otro
error-key-revoked = Esta clave de API fue revocada; crea otra
error-key-unknown = Esta clave de API no se conoce aquí; comprueba que se copió entera
error-key-owner-off = La cuenta de esta clave de API está desactivada; habla con un administrador
error-key-expired = Esta clave de API caducó el { $moment } UTC; crea otra
error-key-gone = Esta clave de API no existe
error-key-limit = Tienes todas las claves de API que puede tener una cuenta; revoca una primero
error-key-limit-count = Tienes { $count } claves de API, todas las que puedes; revoca una primero
error-cap-between = Un tope está entre 0 y { $most } tokens
error-cap-used = Esta clave ha usado o reservado { $tokens } tokens este mes; el tope no puede ser menor
error-cap-whole = Un tope es un número entero de tokens, como 50.000
error-expiry-past = `expires_at` debe estar en el futuro
error-expiry-year = `expires_at` no está en ningún año que se pueda escribir
error-expiry-choose = Elige el último día en que funciona
error-expiry-over = Elige un día que no haya pasado
error-key-models = `models` no nombra ningún modelo; omítelo o envía null para todos
error-user-gone = Este usuario no existe
error-user-unknown = Este usuario no existe
error-organisation-gone = Esta organización no existe
error-organisation-unknown = Esta organización no existe
error-organisation-id = `org_id`: esa organización no existe
error-column-unknown = Esa columna no existe
error-choose-offered = Elige uno de los valores ofrecidos
error-limit-between = Un límite de tokens está entre 0 y { $most }
error-limit-whole = Un límite de tokens es un número entero de tokens
error-last-admin = Este es el último administrador activo; nombra antes a otra persona
error-email-unknown = Ninguna cuenta tiene el correo { $email }
error-range-order = `from` no puede ser posterior a `to`
error-range-long = Un informe abarca como máximo diez años
error-range-years = `{ $field }` debe estar entre 2000 y 2999
error-range-date = `{ $field }` debe ser una fecha como 2026-01-31
error-group-by = `group_by` es day, user, model, org o key
error-import-running = Ya estás importando otro archivo; espera a que termine
error-import-no-json = { $place }: esto no es JSON, como lo son las exportaciones de chats
error-import-json = { $place }: esto no es JSON válido
error-import-deep = { $place }: está anidado con demasiada profundidad
error-import-goes-on = { $place }: sigue después de su final; no es JSON
error-import-cut = { $place }: termina a la mitad; se cortó
error-import-utf8 = { $place }: no está escrito en UTF-8
error-import-large = { $place }: supera los { $count } MiB
error-import-unpacked = Descomprimido, el archivo es mayor de lo que se puede leer aquí
error-import-built = { $place } no está construido como debería: { $what }
error-import-other-app = { $place }: es de otra aplicación que lo anterior
error-import-unknown = No es una exportación de ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui o Tally que se pueda leer aquí
error-import-no-chat = No hay ningún chat en este archivo
error-import-zip-broken = El zip está dañado; descarga la exportación otra vez
error-import-zip-locked = El zip está cerrado con contraseña o comprimido de una forma desconocida; descomprímelo y elige el JSON que contiene
error-import-zip-in-zip = Hay un zip dentro de este zip; descomprímelo y elige el de dentro
error-import-zip-empty = En este zip no hay conversations.json ni ningún otro JSON
error-import-zip-many = El zip tiene demasiados archivos; saca conversations.json
error-import-gone = Esa importación no existe
error-import-given-up = Mientras tanto se abandonó la importación
error-import-broken-off = La importación se interrumpió y no hay nada de ella; inténtalo de nuevo
error-import-file-cut = El archivo se cortó
error-import-file-large = El archivo supera los { $count } MiB
error-import-one-file = Envía un archivo y nada más
error-import-no-file = No hay ningún archivo en el formulario
error-import-format = El archivo no es una exportación de chats que se pueda leer aquí
error-model-lacks-input = Este modelo no acepta archivos de este tipo; elige otro
error-model-lacks-file = { $model } no acepta { $name }; elige uno de estos: { $others }
error-no-model-takes = { $model } no acepta { $name }; quita el archivo
error-files-together = { $model } acepta como máximo { $count } MiB a la vez; quita algunos archivos
error-file-of-message-gone = Un archivo de este mensaje ya no está; quítalo y envíalo de nuevo
error-command-files = Los comandos no llevan archivos; quítalos o escribe otra cosa
error-again-files = Un mensaje que se responde de nuevo conserva sus archivos
error-recording-long = Una grabación puede durar { $count } minutos como máximo
error-recording-none = Esto no es una grabación; se pueden escuchar WAV, MP3, OGG, FLAC y WebM
error-recording-kind = { $model } no admite grabaciones de este tipo; envía WAV o MP3
error-no-transcriber = En este servidor no hay ningún modelo que ponga grabaciones por escrito
error-no-reader = En este servidor no hay ningún modelo que lea en voz alta
error-nothing-to-read = En esta respuesta no hay nada que leer en voz alta
error-only-replies-read = Solo se leen en voz alta las respuestas
error-reply-unfinished = Esta respuesta aún se está escribiendo; espera a que termine
error-cut-off = Un fallo nuestro lo interrumpió; inténtalo de nuevo
error-language-heard = `language`: indica uno como de, en o pt-BR
error-storage-full = Tus archivos ocupan todo el espacio disponible; elimina algunos primero
error-file-gone = Este archivo no existe o se eliminó
error-file-large = El archivo es demasiado grande
error-file-kind = Los archivos de este tipo no se pueden usar aquí
error-file-empty = El archivo está vacío
error-file-pictures = De las imágenes, aquí solo se pueden usar PNG, JPEG, WebP y GIF
error-file-recordings = De las grabaciones, aquí solo se pueden usar WAV, MP3, OGG, FLAC y WebM
error-file-film = Aquí no se pueden usar vídeos
error-file-old-office = Este archivo es de un Office antiguo o está protegido con contraseña; guárdalo como docx, xlsx o pptx sin contraseña
error-file-pdf-locked = Este PDF está protegido con contraseña; guárdalo sin ella
error-file-pdf-locked-otherwise = Este PDF está protegido de una forma que aquí no se conoce
error-file-pdf-broken = Este PDF está dañado
error-file-pdf-no-pages = Este PDF no tiene páginas
error-file-pdf-pages = Este PDF tiene más de { $count } páginas
error-file-pdf-large = Este PDF contiene más de lo que aquí se puede leer
error-file-office-broken = Este archivo de Office está dañado
error-file-office-locked = Este archivo de Office está protegido con contraseña; guárdalo sin ella
error-file-zip = Aquí no se puede usar un zip; envía los archivos que contiene
error-file-office-others = De los archivos de Office, aquí solo se pueden usar docx, xlsx y pptx
error-file-office-large = Este archivo de Office contiene más de lo que aquí se puede leer
error-file-recording-cut = Esta grabación está cortada
error-file-recording-silent = En esta grabación no se oye nada
error-file-recording-broken = Esta grabación está dañada
error-file-slow = Leer este archivo requiere más tiempo o memoria de la que hay
error-file-broken = Este archivo está dañado
error-file-took-long = Guardar el archivo tardó demasiado; envíalo otra vez
error-file-no-small-picture = Este archivo no tiene imagen en pequeño
error-files-away = El lugar donde se guardan los archivos no responde; inténtalo de nuevo en un momento
error-files-disk = El disco del servidor no admite más ahora; inténtalo más tarde
error-files-full = Tus archivos ocupan { $used } de { $limit } MiB y no hay sitio para este; elimina algunos primero
error-files-many = Un mensaje puede tener { $count } archivos como máximo
error-files-twice = Un mensaje lleva cada archivo una sola vez
error-picture-broken = La imagen está dañada o quedó cortada; envíala otra vez
error-picture-pixels = La imagen tiene más de { $count } millones de píxeles
error-prompt-name-taken = Ya hay una plantilla con ese nombre
error-prompt-gone = Esa plantilla no existe
error-prompt-name = El nombre de una plantilla tiene de 1 a { $count } letras, cifras, «-» o «_»
error-prompt-command = /{ $name } es un comando de la aplicación; elige otro nombre
error-prompt-length = Una plantilla tiene de 1 a { $count } caracteres
error-prompt-description = Una descripción tiene como máximo { $count } caracteres
error-prompts-full = Hay { $count } plantillas; elimina una primero
error-prompt-called = Ya hay una plantilla llamada /{ $name }
error-compare-budget = Preguntar a { $count } modelos a la vez necesita al menos { $tokens } tokens; a tu presupuesto le quedan { $left }
error-compare-budget-key = Preguntar a { $count } modelos a la vez necesita al menos { $tokens } tokens; al presupuesto de esta clave le quedan { $left }
error-compare-budget-organisation = Preguntar a { $count } modelos a la vez necesita al menos { $tokens } tokens; al presupuesto de tu organización le quedan { $left }
error-continue-model = Solo se puede continuar la respuesta de un modelo
error-continue-whole = Esta respuesta está completa o aún no tiene palabras: no hay nada que añadir
error-continue-long = Esta respuesta es demasiado larga para que { $model } la continúe
error-compare-same = Elige dos modelos distintos para comparar
error-compare-command = Los comandos los responde la propia aplicación; no hay nada que comparar
error-temporary-chat = Un chat temporal no tiene nombre ni lugar en la lista

## Links to chats

audit-share-create = Creó un enlace a un chat
audit-share-update = Cambió un enlace a un chat
audit-share-revoke = Revocó un enlace a un chat
audit-field-include-costs = Con costes
audit-field-include-names = Con nombres
header-share = Compartir
share-title = Compartir este chat con un enlace
share-text-public = Quien tenga el enlace puede leer el chat tal como está ahora. Lo que digas después no aparecerá hasta que lo actualices.
share-text-organisation = Las personas de tu organización que tengan el enlace y hayan iniciado sesión pueden leer el chat tal como está ahora. Lo que digas después no aparecerá hasta que lo actualices.
share-link = Enlace
share-copy = Copiar enlace
share-as-of = A fecha de { $moment }
share-ends = termina el { $moment }
share-over = terminó el { $moment }
share-with-costs = con costes
share-with-names = con nombres
share-update = Actualizar
share-update-hint = Mostrar el chat tal como está ahora
share-revoke = Revocar
share-another = Otro enlace
share-names = Nombrar a todos los que escribieron, no solo a mí
share-costs = Mostrar lo que costó cada respuesta
share-life = Termina
share-life-open = Cuando lo revoque
share-make = Crear enlace
share-made = El enlace está listo
share-updated = El enlace muestra el chat tal como está ahora
share-revoked = El enlace ya no muestra nada
links-title = Enlaces compartidos
links-hint-public = Páginas que muestran un chat tal como estaba a quien tenga el enlace.
links-hint-organisation = Páginas que muestran un chat tal como estaba a las personas de tu organización que tengan el enlace.
links-none = Ningún chat está compartido con un enlace. Comparte uno desde su menú.
links-chat = Chat
links-views = Visitas
links-as-of = A fecha de
links-ends = Termina
links-over = Terminado
links-deleted = { $title } (en la papelera)
links-update-one = Actualizar el enlace a { $title }
links-revoke-one = Revocar el enlace a { $title }
links-revoke-title = ¿Revocar este enlace?
links-revoke-text = Nadie podrá leer «{ $title }» con él. Esto no se puede deshacer.
share-views = { $count ->
    [one] { $count } visita
   *[other] { $count } visitas
}
share-life-days = { $count ->
    [one] Tras un día
   *[other] Tras { $count } días
}
shown-by = Compartido por { $name }
shown-taken = Tal como estaba el { $moment }
shown-continue = Continuar en mi propio chat
shown-continue-hint = Una copia tuya. Lo que envíes allí se paga con tu presupuesto.
shown-sign-in = Inicia sesión para continuar en tu propio chat
shown-own = Este es tu enlace. Así ven la página los demás.
shown-open = Abrir el chat
shown-someone = Otra persona
shown-one-of-several = Otra persona ({ $number })
shown-assistant = Asistente
shown-stopped = Detenido aquí
shown-cut = Interrumpido aquí
shown-total = Todas las respuestas de esta página
shown-code = Código
shown-table = Tabla
shown-picture = Imagen en { $host }
shown-picture-of = Imagen en { $host }: { $what }
shown-empty = No hay nada que leer en esta página.
shown-untitled = Chat
shown-nothing = Aquí no se muestra nada
shown-nothing-words = El enlace es incorrecto, ha caducado o se ha retirado.
shown-refused = No ha funcionado
shown-back = Volver a la página
error-link-gone = Aquí no hay nada o ya no se muestra
error-link-revoked = Este enlace no existe o fue revocado
error-link-temporary = Un chat temporal no se puede compartir
error-link-many = Un chat puede tener { $count } enlaces como máximo; revoca uno primero
error-link-over = El día en que termina el enlace debe estar por llegar
error-link-empty = En este chat aún no hay nada que un enlace pueda mostrar
error-link-nothing-to-continue = En esta página no hay nada con lo que continuar
error-wrong-links-seconds = Demasiados enlaces que no muestran nada; vuelve a intentarlo en { $seconds } s
error-wrong-links-minute = Demasiados enlaces que no muestran nada; vuelve a intentarlo en un minuto
error-wrong-links-minutes = Demasiados enlaces que no muestran nada; vuelve a intentarlo en { $minutes } minutos

## Límites

error-chat-full = Este chat tiene tantos mensajes como puede tener un chat; sigue en uno nuevo
error-turns-at-once = Se están escribiendo { $count } respuestas para ti, el máximo a la vez; espera a que termine una
error-streams-at-once = Escuchas { $count } streams, el máximo a la vez; cierra alguno primero
error-pdf-at-once = Se está escribiendo otro PDF para ti; espera a que termine
error-pdf-too-long = Escribir este chat como PDF requiere más tiempo o memoria de los que hay
error-search-long = Una búsqueda puede tener como máximo { $count } caracteres

## Waiting in line, and who pays

line-title = En espera
line-after = Después de la respuesta de { $name }
line-after-mine = Después de tu respuesta
line-soon = A continuación
line-place = Número { $position } en la cola
line-you = Tú
line-regenerate = Otra respuesta
line-continue = El resto de una respuesta
line-files = Archivos
line-refused = No enviado
line-write-again = Volver a escribir
line-discard = Descartar
line-more = Hay más en espera: { $count }
line-will-wait = Se está escribiendo la respuesta de { $name }; la tuya vendrá después
line-joined = Tu mensaje está en espera
line-stop = Detener la respuesta de { $name }
line-kept = Lo que enviaste aquí no llegó a su turno; estas son tus palabras:
elsewhere = { $name } ha continuado en otra versión
elsewhere-show = Mostrar
elsewhere-dismiss = Descartar
receipt-payer = Pagado por
receipt-payer-you = Ti
message-paid-by = Pagado por { $name }
message-paid-by-you = Pagado por ti
quote-payer = Lo pagas tú
person-costs = Coste por persona
person-costs-person = Persona
person-costs-exchanges = Intercambios
person-costs-tokens = Tokens
person-costs-money = Coste
person-costs-total = Total
person-costs-none = Nadie ha gastado nada aquí todavía.
person-costs-note = Quien envía un mensaje paga su respuesta.
error-send-taken-back = Este mensaje se retiró antes de que llegara su turno
error-line-full = Ya hay { $count } mensajes en espera en este chat; inténtalo más tarde
error-stop-others = Solo quien pidió esta respuesta, o el propietario del chat, puede detenerla
error-line-taken = El propietario de este chat ha sacado tu mensaje de la cola
error-line-gone = Este mensaje ya no está en espera
error-line-others = Solo quien lo envió, o el propietario del chat, puede sacarlo

## Your own data

own-data-title = Tus datos
own-data-hint = Todo lo que se guarda de ti es tuyo: llévatelo o haz que se borre.
own-data-take = Descargar mis datos
own-data-take-hint = Un zip con tu perfil, tus chats, archivos y plantillas, y cada token que se te cobró. Se prepara mientras se descarga.
own-data-kept = { $days ->
    [one] Los chats que nadie toca durante un día van a la papelera y se borran 30 días después. Fija los que quieras conservar.
   *[other] Los chats que nadie toca durante { $days } días van a la papelera y se borran 30 días después. Fija los que quieras conservar.
}
own-data-kept-for-good = Los chats se conservan hasta que los borres.
own-data-leaving = Estos se van dentro de una semana:
own-data-leaves = { $title }, el { $day }
own-data-untitled = Un chat sin título
chat-leaves = Hace mucho que nadie escribe aquí: este chat va a la papelera el { $day }. Escribe o fíjalo para conservarlo.
own-data-close = Cerrar la cuenta
own-data-close-title = ¿Cerrar tu cuenta?
own-data-close-text = Se cierra tu sesión en todas partes, tus chats van a la papelera, tus claves de API dejan de funcionar y sales de los chats de otros. Durante 30 días un administrador puede recuperar la cuenta. Después se borran tu nombre, tu correo y todo lo que escribiste en tus chats. Lo que usaste queda en los libros, sin tu nombre.
own-data-password = Tu contraseña
own-data-code = Código de tu aplicación de autenticación, o un código de recuperación
own-data-again = Iniciar sesión otra vez
own-data-close-for-good = Cerrar mi cuenta
takeout-readme =
    Esto es todo lo que Tally guarda de ti.

    profile.json: tu cuenta, dónde iniciaste sesión, tus claves de API (sin sus secretos), carpetas y comentarios.
    conversations.json: tus chats con todas sus versiones. Tally puede volver a importar este zip.
    chats: los mismos chats para leer, como los viste por última vez.
    written-elsewhere.json: lo que escribiste en chats de otros.
    prompts.json: las plantillas que guardas.
    ledger.csv: cada cambio en tu presupuesto de tokens.
    usage.csv: cada intercambio que pagaste, con sus tokens y su coste (en millonésimas de dólar).
    activity.csv: lo que el registro de auditoría tiene de lo que hiciste.
    files: los archivos que enviaste o que los modelos hicieron para ti.

    Las horas están en UTC.

## Sign-in by a company's identity provider

auth-sign-in-with = Entrar con { $provider }
auth-or = o
auth-refused-away = El inicio de sesión de tu empresa no responde ahora. Inténtalo de nuevo en un momento.
auth-refused-stale = Tardó demasiado, o se empezó en otra pestaña. Inténtalo de nuevo.
auth-refused-denied = Se canceló el inicio de sesión.
auth-refused-faulty = Lo que envió el inicio de sesión de tu empresa no es de fiar. Inténtalo de nuevo o pregunta a un administrador.
auth-refused-unverified = El inicio de sesión de tu empresa no responde de tu dirección de correo. Pregunta a un administrador.
auth-refused-unknown = No tienes cuenta aquí. Pide una a un administrador.
auth-refused-off = Esta cuenta está desactivada. Pregunta a un administrador.
auth-refused-closed = Esta cuenta se cerró. Un administrador puede recuperarla durante 30 días.
auth-refused-other = Entraste como otra persona. Tu cuenta está como estaba.
auth-account-closed = Tu cuenta está cerrada. Un administrador puede recuperarla durante 30 días.

## Admin: closed accounts

people-closed = Cerrada
people-erased = Borrada
people-close = Cerrar la cuenta
people-close-title = ¿Cerrar esta cuenta?
people-close-text = Se cierra la sesión de { $email } en todas partes, sus chats van a la papelera y sus claves de API dejan de funcionar. Puedes recuperar la cuenta durante 30 días; después se borra todo lo que dice de quién era.
people-reopen = Recuperar
people-reopened = { $email } ha vuelto
audit-user-sync = Cambiado por el proveedor de identidad
audit-user-close = Cerró una cuenta
audit-user-reopen = Recuperó una cuenta
audit-user-erase = Se borró una cuenta cerrada
audit-user-export = Descargó todos sus datos
audit-identity-link = Entró por primera vez con el proveedor de identidad
audit-chat-expire = Chat a la papelera, sin tocar demasiado tiempo
audit-field-issuer = Proveedor de identidad
audit-field-days = Días
error-takeout-running = Ya se están preparando tus datos; espera a que termine
error-account-closed = Esta cuenta se cerró; un administrador puede recuperarla durante 30 días
error-account-reopen = Esta cuenta se cerró; recupérala en su lugar
error-account-closed-for-good = Esta cuenta se cerró hace más de 30 días; nada la recupera
error-passwords-off = Las contraseñas están desactivadas aquí; entra con { $provider }
error-no-identity-provider = Este servidor no tiene proveedor de identidad
error-logout-token = Esto no es un token de cierre de sesión del proveedor de identidad
